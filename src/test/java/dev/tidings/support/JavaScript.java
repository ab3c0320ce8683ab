package dev.tidings.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a client in JavaScript makes of JSON, where this machine has Node. */
public final class JavaScript {
    private static final String ROUND_TRIP =
            "process.stdout.write(require('fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1)"
                    + ".map(line => JSON.stringify(JSON.parse(line)) + '\\n').join(''))";

    private JavaScript() {}

    /** Reads each text and writes it again; empty without Node. */
    public static Optional<List<String>> roundTrip(List<String> texts) {
        try {
            Path in = Files.createTempFile("texts", ".jsonl");
            Path out = Files.createTempFile("texts", ".out");
            Files.writeString(in, String.join("\n", texts) + "\n");
            Process node = new ProcessBuilder("node", "-e", ROUND_TRIP)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (node.waitFor() != 0) {
                throw new AssertionError("Node does not read what was written");
            }
            return Optional.of(
                    List.of(Files.readString(out, StandardCharsets.UTF_8).split("\n")));
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("Cannot run program")) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
