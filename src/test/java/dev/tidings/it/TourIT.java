package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.support.FreePort;
import dev.tidings.support.NativeLookups;
import dev.tidings.support.TidingsProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's tour, line by line: every line that begins with an arrow must be what the commands before it print. On the
 * way the service is watched for what it looks up by name.
 */
class TourIT {
    private static final String EXPECTED = "# → ";
    private static final String GAP = " … ";

    private static final List<String> PROMISES = new ArrayList<>();

    @TempDir
    static Path folder;

    @BeforeAll
    static void takeTheTour() throws Exception {
        String script = script(PROMISES);
        assertFalse(PROMISES.isEmpty());
        TidingsProcess.Builder builder = TidingsProcess.builder().profile("dev");
        if (NativeLookups.canBeChecked()) {
            builder.recordLookups(lookups());
        }
        try (TidingsProcess service = builder.start()) {
            run(script, service);
        }
    }

    @Test
    void printsWhatTheReadmePromises() throws Exception {
        for (int i = 0; i < PROMISES.size(); i++) {
            String printed = Files.readString(folder.resolve("out" + i));
            for (String part : PROMISES.get(i).split(GAP, -1)) {
                assertTrue(printed.contains(part), () -> "expected " + part + " in " + printed);
            }
        }
    }

    @Test
    void looksUpNothingThatANativeExecutableDoesNotHave() {
        assumeTrue(NativeLookups.canBeChecked(), "needs -Dtidings.native-sources, as .ci/run gives them");

        assertEquals(List.of(), NativeLookups.missing(lookups()));
    }

    private static Path lookups() {
        return folder.resolve("lookups.tsv");
    }

    /** The blocks of the tour as one script that sends what each step prints to a file of its own. */
    private static String script(List<String> promises) throws Exception {
        StringBuilder script = new StringBuilder("set -eux\nexec > out0\n");
        boolean inTour = false;
        boolean inBlock = false;
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("## ")) {
                inTour = line.contains("tour");
            } else if (line.startsWith("```")) {
                inBlock = inTour && line.equals("```bash");
            } else if (inBlock && line.startsWith(EXPECTED)) {
                promises.add(line.substring(EXPECTED.length()));
                script.append("exec > out").append(promises.size()).append('\n');
            } else if (inBlock) {
                script.append(line).append('\n');
            }
        }
        return script.toString();
    }

    private static void run(String script, TidingsProcess service) throws Exception {
        Path file = Files.writeString(folder.resolve("tour.sh"), script, StandardCharsets.UTF_8);
        Path receiver = Path.of("docs/examples/Receiver.java");
        Files.createDirectories(folder.resolve(receiver).getParent());
        Files.copy(receiver, folder.resolve(receiver));
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile());
        bash.environment().put("URL", service.baseUrl());
        bash.environment().put("KEY", service.key());
        bash.environment().put("PORT", Integer.toString(FreePort.find()));
        Process process = bash.start();
        try {
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
            String trace = Files.readString(folder.resolve("err"));
            assertTrue(ended, () -> "the tour takes too long:\n" + trace);
            assertEquals(0, process.exitValue(), () -> "the tour breaks:\n" + trace);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
