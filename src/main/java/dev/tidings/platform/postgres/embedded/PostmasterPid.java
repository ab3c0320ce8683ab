package dev.tidings.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A server that runs on our data, according to its {@code postmaster.pid}.
 *
 * @param executable the path of its {@code postgres} program
 */
record PostmasterPid(int port, Path executable) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Finds the running server, waiting for one that is just starting or stopping. */
    static Optional<PostmasterPid> find(DataDirectory folder) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            List<String> lines = pidFile(folder.data());
            Optional<Path> executable = lines.isEmpty() ? Optional.empty() : executable(lines.get(0));
            if (executable.isEmpty()) {
                return Optional.empty();
            }
            if (lines.size() > STATUS_LINE
                    && "ready".equals(lines.get(STATUS_LINE).strip())) {
                return Optional.of(new PostmasterPid(
                                Integer.parseInt(lines.get(PORT_LINE).strip()), executable.get()))
                        .filter(server -> server.knowsPassword(folder.readPassword()));
            }
            Thread.sleep(100);
        }
        throw new IOException("a server that runs on the data does not become ready");
    }

    /** The process id may by now belong to another server, with another port or password. */
    private boolean knowsPassword(String password) {
        Properties login = new Properties();
        login.setProperty("user", DataDirectory.USER);
        login.setProperty("password", password);
        login.setProperty("loginTimeout", "10");
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + DataDirectory.DATABASE;
        try (Connection connection = new org.postgresql.Driver().connect(url, login)) {
            return connection != null;
        } catch (SQLException e) {
            return false;
        }
    }

    private static List<String> pidFile(Path data) throws IOException {
        try {
            return Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<Path> executable(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .map(Path::of)
                .filter(program -> program.getFileName().toString().startsWith("postgres"));
    }
}
