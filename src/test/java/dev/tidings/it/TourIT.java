package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.FreePort;
import dev.tidings.support.TidingsProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the README's tour, line by line: every line that begins with an arrow must be what the commands before it print. */
class TourIT {
    private static final String EXPECTED = "# → ";
    private static final String GAP = " … ";

    @TempDir
    Path folder;

    @Test
    void printsWhatTheReadmePromises() throws Exception {
        List<String> promises = new ArrayList<>();
        String script = script(promises);
        assertFalse(promises.isEmpty());
        try (TidingsProcess service = TidingsProcess.builder().profile("dev").start()) {
            run(script, service);
        }
        for (int i = 0; i < promises.size(); i++) {
            String printed = Files.readString(folder.resolve("out" + i));
            for (String part : promises.get(i).split(GAP, -1)) {
                assertTrue(printed.contains(part), () -> "expected " + part + " in " + printed);
            }
        }
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

    private void run(String script, TidingsProcess service) throws Exception {
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
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String trace = Files.readString(folder.resolve("err"));
            assertTrue(ended, () -> "the tour takes too long:\n" + trace);
            assertEquals(0, process.exitValue(), () -> "the tour breaks:\n" + trace);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
