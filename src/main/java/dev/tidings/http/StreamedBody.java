package dev.tidings.http;

import io.vertx.core.http.HttpMethod;

/**
 * Names operations that stream their body instead of having it gathered first. Make it a bean; the body of such a
 * request arrives in the resource unread, and its size is the resource's own to limit.
 */
@FunctionalInterface
public interface StreamedBody {

    /**
     * Whether the operation streams.
     *
     * @param path normalised, starting with {@code /v1}
     */
    boolean streams(HttpMethod method, String path);
}
