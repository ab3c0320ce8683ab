package dev.tidings.platform.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Locks on the built-in server of a data folder. Two bytes of one file are locked: the first by the process that starts or
 * stops the server at the moment, the second, shared, by every process that uses it. The last one to leave stops the server.
 * The operating system releases the locks of a killed process, so no stale lock is left.
 */
final class DataDirectoryLock {

    private static final long TURN = 0;
    private static final long USERS = 1;

    private final FileChannel channel;
    private FileLock use;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataDirectoryLock open(Path file) throws IOException {
        return new DataDirectoryLock(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Waits until no other process starts or stops the server; closing the result lets the next one in. */
    FileLock takeTurn() throws IOException {
        return channel.lock(TURN, 1, false);
    }

    /** Whether no other process uses the server; only for a process that does not use it itself. */
    boolean isUnused() throws IOException {
        try (FileLock all = channel.tryLock(USERS, 1, false)) {
            return all != null;
        }
    }

    void join() throws IOException {
        use = channel.lock(USERS, 1, true);
    }

    void leave() throws IOException {
        if (use != null) {
            use.release();
            use = null;
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
