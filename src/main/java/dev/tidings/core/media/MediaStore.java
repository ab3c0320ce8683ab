package dev.tidings.core.media;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/**
 * Stores bytes under keys. Only this service chooses keys, and none is ever used twice. The code that writes announces
 * the key in the database first, so a store need not know what it contains.
 */
interface MediaStore {

    /** Its name in rows and in the setting {@code tidings.media.store}. */
    String name();

    /**
     * Writes the whole content; when this completes, the bytes are stored durably. After a failure, {@link #delete}
     * removes what was written until then.
     *
     * @param content parts of {@value Chunks#SIZE} bytes, the last one may be smaller; each is requested when the one
     *     before is written
     */
    Uni<Void> write(String key, Multi<Buffer> content);

    /** Reads a part of what was written; each piece is read when it is requested. */
    Multi<Buffer> read(String key, long offset, long length);

    /** Removes everything under the key; an unknown key is not a failure. */
    Uni<Void> delete(String key);
}
