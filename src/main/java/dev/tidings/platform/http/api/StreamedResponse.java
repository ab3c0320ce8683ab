package dev.tidings.platform.http.api;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * The body of a response that is never in memory as a whole.
 *
 * @param bytes each part is requested once the client has taken the one before
 * @param length of all parts together; {@link #UNKNOWN} for a stream of unknown length
 */
public record StreamedResponse(Multi<Buffer> bytes, long length) {
    static final long UNKNOWN = -1;

    /** Parts as they come, until one side ends the stream. */
    public static StreamedResponse endless(Multi<Buffer> bytes) {
        return new StreamedResponse(bytes, UNKNOWN);
    }

    boolean isEndless() {
        return length == UNKNOWN;
    }
}
