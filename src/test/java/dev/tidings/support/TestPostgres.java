package dev.tidings.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL server for tests with several processes, or whose database goes away: one for the JVM, started on demand. */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static TestPostgres instance;

    private final Path data;
    private int port;
    private EmbeddedPostgres server;

    private TestPostgres(Path data) {
        this.data = data;
    }

    /** The server of this JVM, running. */
    public static synchronized TestPostgres running() {
        if (instance == null) {
            instance = new TestPostgres(ServiceFiles.newFolder().resolve("data"));
            Runtime.getRuntime().addShutdownHook(new Thread(TestPostgres::cleanUp, "test-postgres-stop"));
        }
        instance.start();
        return instance;
    }

    /** A new database, as a value of {@code DATABASE_URL}. */
    public String newDatabase() {
        String name = "it_" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/" + name;
    }

    /** Starts it, on the port and the data that it had before. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setServerConfig("unix_socket_directories", "");
        if (port > 0) {
            builder.setPort(port);
        }
        try {
            server = builder.start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it, cutting every connection; its data stay. */
    public synchronized void stop() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                server = null;
            }
        }
    }

    /** Has it say nothing any more, neither yes nor no, as a disk that hangs would. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on where it was. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            ProcessHandle postmaster = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                                    .get(0)
                                    .strip()))
                    .orElseThrow();
            List<String> command = new ArrayList<>(List.of("kill", name));
            Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .forEach(process -> command.add(Long.toString(process.pid())));
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cleanUp() {
        instance.stop();
        Path folder = instance.data.getParent();
        ServiceFiles.deleteData(folder);
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
