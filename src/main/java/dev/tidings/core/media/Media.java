package dev.tidings.core.media;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import java.time.Instant;

/**
 * A file that an account keeps here: bytes under the name that one upload or message gave them. Others may have the same bytes
 * under another name; neither shows the other's.
 *
 * @param blob where its bytes are in the store
 * @param store the name of the store that took the bytes
 * @param filename a safe name; null when nobody gave one
 * @param mimeType what the bytes are
 * @param sha256 of the bytes, in lower-case hexadecimal digits
 */
public record Media(
        String id,
        String accountId,
        String blob,
        String store,
        String filename,
        String mimeType,
        long size,
        String sha256,
        Instant createdAt,
        Instant expiresAt) {

    /**
     * What a message says that carries this file.
     *
     * @param name what the message calls it, made safe; null takes the name that the file has here
     */
    public MessageContent.Media toContent(MediaKind kind, String name, String caption) {
        String safe = FileNames.safe(name);
        return new MessageContent.Media(
                kind, id, null, mimeType, size, sha256, safe == null ? filename : safe, caption);
    }
}
