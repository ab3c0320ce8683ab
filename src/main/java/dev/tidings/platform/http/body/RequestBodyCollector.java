package dev.tidings.platform.http.body;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.error.ExceptionTranslator;
import dev.tidings.platform.http.route.BodyDrain;
import dev.tidings.platform.http.route.HttpConfig;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Collects one body. Runs only on the event loop of the request. */
final class RequestBodyCollector {
    private static final int FIRST_BUFFER = 1 << 20;

    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final HttpConfig settings;
    private final Context context;
    private final long begun = System.nanoTime();
    private final Buffer bytes;
    private long lastPart = begun;
    private long timer;
    private boolean finished;

    RequestBodyCollector(RoutingContext ctx, HttpConfig settings, long announced) {
        this.ctx = ctx;
        this.request = ctx.request();
        this.settings = settings;
        this.context = ctx.vertx().getOrCreateContext();
        this.bytes = Buffer.buffer((int) Math.max(0, Math.min(announced, FIRST_BUFFER)));
    }

    void start() {
        watch(settings.bodyIdleTimeout());
        request.handler(this::take);
        request.exceptionHandler(this::abort);
        request.endHandler(end -> finish(BufferedBody.whole(bytes)));
        request.resume();
    }

    private void take(Buffer part) {
        lastPart = System.nanoTime();
        if (finished) {
            return;
        }
        if (bytes.length() + (long) part.length() > settings.maxBodySize().asLongValue()) {
            // the rest is read and dropped while the request is answered
            BodyDrain.discard(request, settings.maxDiscardedSize().asLongValue());
            finish(BufferedBody.dropped());
        } else {
            bytes.appendBuffer(part);
        }
    }

    private void finish(BufferedBody body) {
        if (!finished) {
            end();
            body.storeIn(ctx);
            context.runOnContext(ignored -> ctx.next());
        }
    }

    /** A client that closed the connection gets no answer; a malformed chunk does. */
    private void abort(Throwable cause) {
        if (!finished) {
            end();
            if (!ExceptionTranslator.isDisconnect(cause) && !ctx.response().closed()) {
                refuse("The chunks of the body are malformed.");
                // at once, which also sends the answer: Vert.x is about to close the connection
                request.connection().close();
            }
        }
    }

    private void watch(Duration wait) {
        timer = ctx.vertx().setTimer(Math.max(1, wait.toMillis()), fired -> inspect());
    }

    private void inspect() {
        long now = System.nanoTime();
        Duration idle = settings.bodyIdleTimeout().minusNanos(now - lastPart);
        Duration whole = settings.bodyTimeout().minusNanos(now - begun);
        Duration left = idle.compareTo(whole) < 0 ? idle : whole;
        if (left.toMillis() > 0) {
            watch(left);
        } else {
            end();
            ctx.addEndHandler(done -> request.connection().close());
            refuse("The body did not arrive in time.");
        }
    }

    private void refuse(String reason) {
        ctx.response().headers().set("Connection", "close");
        ctx.fail(ApiException.because(ErrorCode.INVALID_REQUEST, reason));
    }

    private void end() {
        finished = true;
        ctx.vertx().cancelTimer(timer);
    }
}
