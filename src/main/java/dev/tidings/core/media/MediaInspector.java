package dev.tidings.core.media;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MediaRule;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.crypto.Sha256;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Inspects one file as it is read: counts it, detects its type by its first bytes, hashes it. Keeps only the first
 * part in memory.
 */
public final class MediaInspector {
    private final BlockingTasks blocking;
    private final MediaRule rule;
    private final MessageDigest digest = Sha256.start();
    private Buffer beginning;
    private String type;
    private long size;

    MediaInspector(BlockingTasks blocking, MediaRule rule) {
        this.blocking = blocking;
        this.rule = rule;
    }

    /** The same bytes in parts for a store; fails as soon as they are of a wrong type, too many, or none. */
    Multi<Buffer> inspected(Multi<Buffer> content) {
        return Rechunker.of(content)
                .onItem()
                .transformToUniAndConcatenate(this::inspect)
                .onCompletion()
                .ifEmpty()
                .failWith(() -> ApiException.of(ErrorCode.INVALID_REQUEST, "file", "The file is empty."));
    }

    private Uni<Buffer> inspect(Buffer part) {
        size += part.length();
        if (size > rule.kind().maxSize()) {
            return Uni.createFrom().failure(tooLarge(rule.kind(), "file"));
        }
        return blocking.run(() -> {
            if (beginning == null) {
                beginning = part;
                type = MediaTypeDetector.of(part);
                requireType(rule, type, "file");
            }
            digest.update(part.getByteBuf().nioBuffer());
            return part;
        });
    }

    /** What is known of the file once all of it was read. */
    Found found(String filename) {
        String safe = FileNames.safe(filename);
        String exact = MediaTypeDetector.refined(type, safe, beginning);
        requireType(rule, exact, "file");
        return new Found(safe, exact, size, HexFormat.of().formatHex(digest.digest()));
    }

    /** A file that was inspected. */
    record Found(String filename, String mimeType, long size, String sha256) {}

    /** @throws ApiException {@code invalid_media_type} when the rule does not allow the type */
    static void requireType(MediaRule rule, String type, String field) {
        if (!MediaTypeDetector.isSafe(type) || !rule.takes(type)) {
            throw ApiException.of(
                    ErrorCode.INVALID_MEDIA_TYPE, field, "The bytes are " + type + "; " + rule.reason() + ".");
        }
    }

    public static ApiException tooLarge(MediaKind kind, String field) {
        return ApiException.of(
                ErrorCode.MEDIA_SIZE_EXCEEDED,
                field,
                "Must have at most " + (kind.maxSize() >> 20) + " MB as " + kind.wireName() + ".");
    }
}
