package dev.tidings.core.media;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import java.time.Instant;

/**
 * A stored file of an account: bytes under the name that one upload or message gave them. Other accounts may store the
 * same bytes under another name; neither sees the other's.
 *
 * @param blob where its bytes are in the store
 * @param store the name of the store that has the bytes
 * @param filename a safe name; null when none was given
 * @param mimeType the type of the bytes
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
     * The content of a message with this file.
     *
     * @param name the file name in the message, made safe; null uses the name of the stored file
     */
    public MessageContent.Media toContent(MediaKind kind, String name, String caption) {
        String safe = FileNames.safe(name);
        return new MessageContent.Media(
                kind, id, null, mimeType, size, sha256, safe == null ? filename : safe, caption);
    }
}
