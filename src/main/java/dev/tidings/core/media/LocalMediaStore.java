package dev.tidings.core.media;

import dev.tidings.platform.async.BlockingTasks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** Files in a folder, each written beside its final path and moved there once it is complete and on the disk. */
@ApplicationScoped
class LocalMediaStore implements MediaStore {
    private static final String UNFINISHED = ".part";
    private static final OpenOptions NEW =
            new OpenOptions().setWrite(true).setRead(false).setCreateNew(true);
    private static final OpenOptions READ =
            new OpenOptions().setRead(true).setWrite(false).setCreate(false);

    private final Vertx vertx;
    private final BlockingTasks blocking;
    private final Path folder;

    LocalMediaStore(Vertx vertx, BlockingTasks blocking, MediaConfig config) {
        this.vertx = vertx;
        this.blocking = blocking;
        this.folder = config.folder().toAbsolutePath();
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Uni<Void> write(String key, Multi<Buffer> content) {
        Path unfinished = unfinished(key);
        return blocking.run(() -> Files.createDirectories(unfinished.getParent()))
                .chain(() -> vertx.fileSystem().open(unfinished.toString(), NEW))
                .flatMap(file -> fill(file, content))
                .chain(() -> blocking.run(() -> publish(key)));
    }

    private static Uni<Void> fill(AsyncFile file, Multi<Buffer> content) {
        return content.onItem()
                .transformToUniAndConcatenate(part -> file.write(io.vertx.mutiny.core.buffer.Buffer.newInstance(part))
                        .replaceWith(part.length()))
                .onItem()
                .ignoreAsUni()
                .chain(file::flush)
                .onTermination()
                .call(file::close);
    }

    private Void publish(String key) throws IOException {
        Path place = place(key);
        Files.move(unfinished(key), place, StandardCopyOption.ATOMIC_MOVE);
        if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
            // the name is on the disk once the folder is; Windows cannot open folders and does it by itself
            try (FileChannel parent = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
                parent.force(true);
            }
        }
        return null;
    }

    @Override
    public Multi<Buffer> read(String key, long offset, long length) {
        return Multi.createFrom()
                .resourceFromUni(
                        () -> vertx.fileSystem().open(place(key).toString(), READ),
                        file -> file.setReadPos(offset)
                                .setReadLength(length)
                                .setReadBufferSize(Rechunker.SIZE)
                                .toMulti())
                .withFinalizer((Function<AsyncFile, Uni<Void>>) AsyncFile::close)
                .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate);
    }

    @Override
    public Uni<Void> delete(String key) {
        return blocking.run(() -> {
            Files.deleteIfExists(unfinished(key));
            Files.deleteIfExists(place(key));
            return null;
        });
    }

    private Path unfinished(String key) {
        return place(key + UNFINISHED);
    }

    /** Spread over folders by the random end of the key, because folders with a million files are slow. */
    private Path place(String key) {
        String random = key.endsWith(UNFINISHED) ? key.substring(0, key.length() - UNFINISHED.length()) : key;
        return folder.resolve(random.substring(random.length() - 2)).resolve(key);
    }
}
