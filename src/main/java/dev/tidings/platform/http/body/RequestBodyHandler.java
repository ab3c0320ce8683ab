package dev.tidings.platform.http.body;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.AllowedMethods;
import dev.tidings.platform.http.route.BodyDrain;
import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.platform.http.route.HttpConfig;
import io.quarkus.arc.All;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Buffers request bodies below {@code /v1} on the event loop, before Quarkus REST. A body that is too large does not end
 * the request here: path, method and scope are checked first, then the reader of the body refuses it.
 */
@Singleton
class RequestBodyHandler {
    private final HttpConfig settings;
    private final List<StreamingOperation> streamed;

    RequestBodyHandler(HttpConfig settings, @All List<StreamingOperation> streamed) {
        this.settings = settings;
        this.streamed = streamed;
    }

    void install(@Observes Router router) {
        router.route("/v1/*").order(FilterPriorities.BODY).handler(this::handle);
    }

    private void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (streamed.stream().anyMatch(body -> body.streams(request.method(), ctx.normalizedPath()))) {
            ctx.addEndHandler(answered -> {
                // when the client is gone, the request itself fails for its reader
                if (answered.succeeded()) {
                    discardRest(request);
                }
            });
            ctx.next();
            return;
        }
        long announced = announced(request);
        if (request.isEnded() || (announced <= 0 && !isChunked(request))) {
            BufferedBody.whole(Buffer.buffer()).storeIn(ctx);
            ctx.next();
        } else if (announced > settings.maxBodySize().asLongValue() || isRefusedAnyway(ctx)) {
            drop(ctx);
        } else {
            StreamingOperation.begin(request);
            new RequestBodyCollector(ctx, settings, announced).start();
        }
    }

    /** Reads the rest of a streamed body that its operation did not read to the end, so that the client can read the answer. */
    private void discardRest(HttpServerRequest request) {
        if (request.getHeader("Expect") != null) {
            request.connection().close();
        } else {
            BodyDrain.discard(request, settings.maxDiscardedSize().asLongValue());
        }
    }

    /** Continues without the body. A client that still waits for permission to send it gets an answer instead. */
    private void drop(RoutingContext ctx) {
        BufferedBody.dropped().storeIn(ctx);
        if (ctx.request().getHeader("Expect") != null) {
            // hidden from Quarkus REST, which would give permission by itself
            ctx.request().headers().remove("Expect");
            ctx.response().headers().set("Connection", "close");
            ctx.addEndHandler(done -> ctx.request().connection().close());
        } else {
            BodyDrain.discard(ctx.request(), settings.maxDiscardedSize().asLongValue());
        }
        ctx.next();
    }

    /** Whether a client asks for permission to send a body to a path or method that does not exist. */
    private static boolean isRefusedAnyway(RoutingContext ctx) {
        return ctx.request().getHeader("Expect") != null
                && !AllowedMethods.of(ctx.normalizedPath())
                        .contains(ctx.request().method().name());
    }

    private static boolean isChunked(HttpServerRequest request) {
        return request.getHeader("Transfer-Encoding") != null;
    }

    /** The announced length; -1 when there is none. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length.trim());
        } catch (NumberFormatException malformed) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "Content-Length", "Must be a number.");
        }
    }
}
