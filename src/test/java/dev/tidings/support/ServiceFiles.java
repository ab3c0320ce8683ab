package dev.tidings.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Where the packaged service is, and the folders that its runs leave behind. */
final class ServiceFiles {
    static final Path ROOT = Path.of("target", "it").toAbsolutePath();

    private static final String JAR = System.getProperty("tidings.jar", "target/quarkus-app/quarkus-run.jar");
    private static final String EXECUTABLE = System.getProperty("tidings.executable");
    private static final long DATABASE_STOP_SECONDS = 20;

    private ServiceFiles() {}

    /** A folder for one service; its logs stay for whoever looks into a failure. */
    static Path newFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(ROOT), "tidings-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String randomKey() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return "it" + HexFormat.of().formatHex(random);
    }

    /** Whether the jar is tested, which has a database built in. */
    static boolean isJar() {
        return EXECUTABLE == null;
    }

    /** How the service is started: the command that is to be tested, or the jar, and its settings. */
    static List<String> command(Map<String, String> properties, List<String> jvmOptions) {
        List<String> definitions = properties.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .toList();
        List<String> command = new ArrayList<>();
        if (!isJar()) {
            command.addAll(List.of(EXECUTABLE.strip().split("\\s+")));
            command.set(0, resolved(command.get(0)));
            command.addAll(definitions);
            return command;
        }
        Path jar = Path.of(JAR).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException("There is no " + jar + ": run ./mvnw package -DskipTests first");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // small and quick to start: the tests start it often, from classes that were compiled a moment ago
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote"));
        command.addAll(jvmOptions);
        command.addAll(definitions);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** A path is one from here, though the service runs in a folder of its own; anything else is found by the shell's rules. */
    private static String resolved(String program) {
        return program.contains("/") ? Path.of(program).toAbsolutePath().toString() : program;
    }

    /** The built-in database of this folder, if it runs. */
    static Optional<ProcessHandle> postmaster(Path folder) {
        Path pidFile = folder.resolve("data/postgres/postmaster.pid");
        try {
            return Files.exists(pidFile)
                    ? ProcessHandle.of(Long.parseLong(
                                    Files.readAllLines(pidFile).get(0).strip()))
                            .filter(ProcessHandle::isAlive)
                            .filter(process ->
                                    process.info().command().orElse("").contains("postgres"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether no built-in database of this folder runs any more. */
    static boolean stopDatabase(Path folder) {
        return postmaster(folder).map(ServiceFiles::stop).orElse(true);
    }

    private static boolean stop(ProcessHandle postmaster) {
        List<ProcessHandle> family =
                Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
        postmaster.destroy();
        if (ended(postmaster)) {
            return true;
        }
        family.forEach(ProcessHandle::destroyForcibly);
        return ended(postmaster);
    }

    private static boolean ended(ProcessHandle process) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(DATABASE_STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void deleteData(Path folder) {
        Path data = folder.resolve("data");
        if (Files.notExists(data)) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
