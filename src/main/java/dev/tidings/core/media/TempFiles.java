package dev.tidings.core.media;

import dev.tidings.platform.egress.BodySink;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.core.file.FileSystem;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.function.Function;

/** Files on the disk for as long as they are needed there; none is ever whole in memory. */
@ApplicationScoped
public class TempFiles {
    private static final String OWNER_ONLY = "rw-------";

    private final FileSystem files;

    TempFiles(Vertx vertx) {
        this.files = vertx.fileSystem();
    }

    /** Does something with a file of this content, and then removes it. */
    public <T> Uni<T> withFile(Multi<Buffer> content, Function<Path, Uni<T>> use) {
        return files.createTempFile("tidings-", ".upload", OWNER_ONLY)
                .flatMap(path -> write(content, path)
                        .chain(() -> use.apply(Path.of(path)))
                        .eventually(() -> files.delete(path)));
    }

    /**
     * Does something with the content of a file that something else fills first, and then removes it.
     *
     * @param fill writes the file and returns whether that succeeded; use is not called otherwise
     */
    public <T> Uni<T> filled(Function<BodySink, Uni<Boolean>> fill, Function<Multi<Buffer>, Uni<T>> use) {
        return files.createTempFile("tidings-", ".download", OWNER_ONLY)
                .flatMap(path -> files.open(path, new OpenOptions().setWrite(true))
                        .flatMap(file -> fill.apply(part -> write(file, part)).eventually(file::close))
                        .flatMap(full ->
                                full ? read(path, use) : Uni.createFrom().nullItem())
                        .eventually(() -> files.delete(path)));
    }

    private <T> Uni<T> read(String path, Function<Multi<Buffer>, Uni<T>> use) {
        return files.open(path, new OpenOptions().setRead(true))
                .flatMap(file -> use.apply(file.toMulti().map(io.vertx.mutiny.core.buffer.Buffer::getDelegate))
                        .eventually(file::close));
    }

    private Uni<Void> write(Multi<Buffer> content, String path) {
        return files.open(path, new OpenOptions().setWrite(true))
                .flatMap(file -> content.onItem()
                        .transformToUniAndConcatenate(part -> write(file, part))
                        .onItem()
                        .ignoreAsUni()
                        .eventually(file::close));
    }

    private static Uni<Void> write(AsyncFile file, Buffer part) {
        return file.write(io.vertx.mutiny.core.buffer.Buffer.newInstance(part));
    }
}
