package dev.tidings.platform.http.api;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * The body of an answer that is never in memory as a whole.
 *
 * @param bytes each part is asked for when the client has taken the one before
 * @param length of all parts together; {@link #UNKNOWN} for a stream that ends when it ends
 */
public record StreamedResponse(Multi<Buffer> bytes, long length) {
    static final long UNKNOWN = -1;

    /** Parts as they come, until one side has enough. */
    public static StreamedResponse endless(Multi<Buffer> bytes) {
        return new StreamedResponse(bytes, UNKNOWN);
    }

    boolean isEndless() {
        return length == UNKNOWN;
    }
}
