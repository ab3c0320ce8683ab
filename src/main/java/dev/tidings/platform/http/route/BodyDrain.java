package dev.tidings.platform.http.route;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads what nobody wants any more. A client that is still sending would lose the answer if the connection were closed
 * under it, so the rest of a body is taken and dropped, up to a bound.
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
