package dev.tidings.engine.linked.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that is not ours, in a process of its own; built by {@code src/test/interop/prepare}. */
enum Library {
    WHATSMEOW("whatsmeow/client", ""),
    BAILEYS("baileys/node_modules/baileys/package.json", "node baileys/client.mjs");

    private static final Path HOME = Path.of("src", "test", "interop").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 60;

    private final String sign;
    private final String command;

    /** @param command with a blank between words; empty if the sign is the program */
    Library(String sign, String command) {
        this.sign = sign;
        this.command = command;
    }

    /** Whether it has been built here. */
    boolean isReady() {
        return Files.exists(HOME.resolve(sign));
    }

    Client start(FakeWhatsApp fake, String... arguments) {
        List<String> words = new ArrayList<>(
                command.isEmpty() ? List.of(HOME.resolve(sign).toString()) : List.of(command.split(" ")));
        words.addAll(List.of("--url", fake.url(), "--root-key", fake.rootKey()));
        words.addAll(List.of(arguments));
        if (Boolean.getBoolean("interop.verbose")) {
            words.add("--verbose");
        }
        try {
            return new Client(new ProcessBuilder(words)
                    .directory(HOME.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says, line by line. */
    static final class Client implements AutoCloseable {
        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        private Client(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "lines of a client");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                }
                lines.add("ENDED");
            } catch (IOException e) {
                lines.add("ENDED " + e);
            }
        }

        /** The rest of the next line, which starts with this word. */
        String expect(String word) {
            try {
                String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null || !line.split(" ", 2)[0].equals(word)) {
                    throw new AssertionError("expected " + word + ", the client said " + line);
                }
                return line.substring(word.length()).strip();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void say(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
