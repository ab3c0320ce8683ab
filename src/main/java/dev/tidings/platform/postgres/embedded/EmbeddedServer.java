package dev.tidings.platform.postgres.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The only class that uses the optional library: it is not loaded in a package without that library. */
final class EmbeddedServer {

    private static final Duration START_TIME = Duration.ofSeconds(30);

    private EmbeddedServer() {}

    /** Initialises the data when there are none, and starts a server that listens on the loopback only. */
    static void start(DataDirectory folder) throws IOException {
        folder.setUnfinishedAside();
        folder.ensurePassword();
        Redirect log = Redirect.to(folder.log().toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries().toFile())
                .setDataDirectory(folder.data().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_TIME)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setConnectConfig("password", folder.readPassword());
        initialisation(builder, folder);
        durability(builder);
        // Closing would stop the server; the shutdown hook does that once the application no longer needs it.
        builder.start();
        folder.markComplete();
    }

    /** The command that stops a server: root can run PostgreSQL's programs only in a user namespace. */
    static List<String> stopCommand(DataDirectory folder, Path postgres) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        String program = postgres.getFileName().toString().replace("postgres", "pg_ctl");
        command.addAll(List.of(
                postgres.resolveSibling(program).toString(),
                "stop",
                "-D",
                folder.data().toString()));
        command.addAll(List.of("-m", "fast", "-w", "-t", "20", "-s"));
        return List.copyOf(command);
    }

    /** Options of initdb; the library calls all of them locale settings. */
    private static void initialisation(EmbeddedPostgres.Builder builder, DataDirectory folder) {
        builder.setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", folder.password().toString());
    }

    /** The library is made for tests and turns durability off; here the data must last. */
    private static void durability(EmbeddedPostgres.Builder builder) {
        builder.setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "");
    }

    /** All data folders of a user share the unpacked programs, which others must not be able to write. */
    private static Path binaries() throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        Path cache = Files.isDirectory(home) && Files.isWritable(home)
                ? home.resolve(".cache").resolve("tidings")
                : Path.of(System.getProperty("java.io.tmpdir"), "tidings-" + System.getProperty("user.name"));
        Files.createDirectories(cache.getParent());
        DataDirectory.createPrivate(cache);
        return Files.createDirectories(cache.resolve("postgres"));
    }
}
