package dev.tidings.platform.http.body;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * Names operations that stream their body instead of having it gathered first. Make it a bean; the body of such a
 * request arrives in the resource unread and paused, and its size is the resource's own to limit. The resource takes
 * {@code HttpServerRequest} instead of a body parameter, calls {@link #begin}, sets its handlers and resumes.
 */
@FunctionalInterface
public interface StreamingOperation {

    /**
     * Whether the operation streams.
     *
     * @param path normalised, starting with {@code /v1}
     */
    boolean streams(HttpMethod method, String path);

    /** Gives a client that asked for it leave to send its body; to be called once, when the body is wanted. */
    static void begin(HttpServerRequest request) {
        if (request.getHeader("Expect") != null) {
            // the header goes: it means from here on that the client still waits
            request.headers().remove("Expect");
            request.response().writeContinue();
        }
    }
}
