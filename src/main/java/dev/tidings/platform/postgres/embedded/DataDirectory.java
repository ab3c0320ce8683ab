package dev.tidings.platform.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The files of the built-in server in the data folder: its data, log, password and lock. */
public record DataDirectory(Path root) {

    public static final String USER = "postgres";
    public static final String DATABASE = "postgres";
    private static final int PASSWORD_BYTES = 24;

    static DataDirectory in(Path dataDir) {
        return new DataDirectory(dataDir.toAbsolutePath().normalize());
    }

    public Path data() {
        return root.resolve("postgres");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    Path lock() {
        return root.resolve("postgres.lock");
    }

    Path password() {
        return root.resolve("postgres.password");
    }

    /** Present once a server has run on the data: without it, the first initialisation was interrupted. */
    private Path marker() {
        return data().resolve("tidings.complete");
    }

    void create() throws IOException {
        createPrivate(root);
    }

    /** Creates a folder that only its owner may enter, where the file system supports that. */
    static void createPrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            restrict(folder, "rwx------");
        }
    }

    /** Other users of the machine can reach the port too, so the server asks for a password. */
    void ensurePassword() throws IOException {
        if (Files.notExists(password())) {
            byte[] secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            Files.createFile(password());
            restrict(password(), "rw-------");
            Files.writeString(
                    password(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        }
    }

    public String readPassword() {
        try {
            return Files.readString(password()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves away, but never deletes, what a killed first start left behind. */
    void setUnfinishedAside() throws IOException {
        if (Files.exists(data()) && Files.notExists(marker())) {
            Files.move(data(), root.resolve("postgres.unfinished-" + System.currentTimeMillis()));
        }
    }

    void markComplete() throws IOException {
        if (Files.notExists(marker())) {
            Files.createFile(marker());
        }
    }

    /** The last error in the server's log, shown when it does not start. */
    String lastError() {
        try {
            List<String> lines = Files.readAllLines(log()).stream()
                    .filter(line -> line.contains("FATAL") || line.contains("error") || line.contains("cannot"))
                    .toList();
            return lines.isEmpty()
                    ? "no reason given"
                    : lines.get(lines.size() - 1).strip();
        } catch (IOException e) {
            return "no log";
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
