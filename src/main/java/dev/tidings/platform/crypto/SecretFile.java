package dev.tidings.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A secret that is generated once and kept in a file that only its owner can read. For startup only: it blocks. */
public final class SecretFile {
    private static final Set<? extends OpenOption> OPTIONS =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private SecretFile() {}

    /**
     * The content of the file, or a new secret that is written to it. Processes that start at the same time get the same one.
     *
     * @param wellFormed a content that is not well-formed is replaced
     */
    public static String in(Path file, Predicate<String> wellFormed, Supplier<String> make) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(file, OPTIONS, ownerOnly());
                    FileLock alone = channel.lock()) {
                String stored = read(channel);
                return wellFormed.test(stored) ? stored : write(channel, make.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a secret in " + file, e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // reads to the end
        }
        return US_ASCII.decode(bytes.flip()).toString().strip();
    }

    private static String write(FileChannel channel, String secret) throws IOException {
        ByteBuffer bytes = US_ASCII.encode(secret + System.lineSeparator());
        channel.truncate(0).position(0);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
        return secret;
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
