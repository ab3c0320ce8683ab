package dev.tidings.platform.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The built-in server: started when first needed, or adopted when one already runs on the data. */
public final class BuiltInPostgres {

    /** Static fields are lost with their class loader when dev mode reloads; system properties are not. */
    private static final String RUNNING = "dev.tidings.built-in-postgres";

    private static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

    private BuiltInPostgres() {}

    /** The server in use: its port and the folder of its data. */
    public record Running(int port, DataDirectory folder) {}

    public static synchronized Running runningOrStarted(Path dataDir) {
        return running().orElseGet(() -> {
            requireLibrary();
            Running started = start(DataDirectory.in(dataDir));
            System.setProperty(RUNNING, started.port() + ":" + started.folder().root());
            return started;
        });
    }

    public static Optional<Running> running() {
        return Optional.ofNullable(System.getProperty(RUNNING)).map(text -> {
            String[] parts = text.split(":", 2);
            return new Running(Integer.parseInt(parts[0]), new DataDirectory(Path.of(parts[1])));
        });
    }

    private static Running start(DataDirectory folder) {
        try {
            folder.create();
            DataDirectoryLock lock = DataDirectoryLock.open(folder.lock());
            try (FileLock turn = lock.takeTurn()) {
                PostmasterPid server = adoptOrStart(folder, lock);
                List<String> stop = EmbeddedServer.stopCommand(folder, server.executable());
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(new ServerShutdownHook(lock, stop), "built-in-postgres-stop"));
                return new Running(server.port(), folder);
            } catch (IOException | InterruptedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(folder, e);
        } catch (IOException | RuntimeException e) {
            throw failure(folder, e);
        }
    }

    private static PostmasterPid adoptOrStart(DataDirectory folder, DataDirectoryLock lock)
            throws IOException, InterruptedException {
        boolean unused = lock.isUnused();
        lock.join();
        Optional<PostmasterPid> orphan = PostmasterPid.find(folder);
        if (orphan.isPresent()) {
            return orphan.get();
        }
        if (!unused) {
            // Perhaps in another container: a second server on the same data would destroy them.
            throw new IOException("another process that cannot be reached from here uses its data");
        }
        EmbeddedServer.start(folder);
        return PostmasterPid.find(folder).orElseThrow(() -> new IOException("it stopped at once"));
    }

    private static void requireLibrary() {
        try {
            Class.forName(LIBRARY, false, BuiltInPostgres.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("No database: set DATABASE_URL (postgresql://host:5432/database),"
                    + " DATABASE_USER and DATABASE_PASSWORD. This package has no built-in PostgreSQL.");
        }
    }

    private static IllegalStateException failure(DataDirectory folder, Exception cause) {
        return new IllegalStateException(
                "The built-in PostgreSQL did not start in " + folder.root() + ": " + cause.getMessage() + " ("
                        + folder.lastError() + "). See " + folder.log() + ", or set DATABASE_URL to use another one.",
                cause);
    }
}
