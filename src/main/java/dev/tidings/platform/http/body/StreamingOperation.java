package dev.tidings.platform.http.body;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * Names operations that stream their body instead of having it buffered first. Make it a bean; the body of such a request
 * arrives in the resource unread and paused, and the resource limits its size. The resource takes
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

    /** Gives a client that asked for it permission to send its body; call it once, when the body is needed. */
    static void begin(HttpServerRequest request) {
        if (request.getHeader("Expect") != null) {
            // without the header from here on: where it is present, the client still waits
            request.headers().remove("Expect");
            request.response().writeContinue();
        }
    }
}
