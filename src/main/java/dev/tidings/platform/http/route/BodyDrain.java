package dev.tidings.platform.http.route;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads and drops the rest of a body, up to a limit: a client that is still sending would lose the answer if the connection
 * were closed at once.
 */
public final class BodyDrain implements Handler<Buffer> {
    private final HttpServerRequest request;
    private long left;

    private BodyDrain(HttpServerRequest request, long most) {
        this.request = request;
        this.left = most;
    }

    public static void discard(HttpServerRequest request, long most) {
        if (!request.isEnded()) {
            request.handler(new BodyDrain(request, most));
            request.exceptionHandler(gone -> {});
            request.resume();
        }
    }

    @Override
    public void handle(Buffer part) {
        left -= part.length();
        if (left < 0) {
            request.connection().close();
        }
    }
}
