package dev.tidings.media;

import java.time.Instant;

/**
 * A file that an account keeps here.
 *
 * @param blob where its bytes lie in the store
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
        Instant expiresAt) {}
