package dev.tidings.core.media;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/**
 * Keeps bytes under keys. Nobody but the house chooses keys, and none is ever used twice. Whoever writes announces the key in the
 * database first, so a store need not know what it holds.
 */
interface MediaStore {

    /** The name by which rows and the setting {@code tidings.media.store} know it. */
    String name();

    /**
     * Writes the whole content; when this completes the bytes are there to stay. After a failure {@link #delete} removes what
     * was written until then.
     *
     * @param content parts of {@value Chunks#SIZE} bytes, the last one may be smaller; each is asked for when the one before is
     *     written
     */
    Uni<Void> write(String key, Multi<Buffer> content);

    /** Reads a part of what was written; each piece is read when it is asked for. */
    Multi<Buffer> read(String key, long offset, long length);

    /** Removes all there is of the key; that there is nothing is no failure. */
    Uni<Void> delete(String key);
}
