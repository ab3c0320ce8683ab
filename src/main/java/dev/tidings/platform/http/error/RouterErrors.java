package dev.tidings.platform.http.error;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.AllowedMethods;
import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.platform.http.route.RequestId;
import dev.tidings.platform.http.route.RequestMetrics;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/** Answers in the envelope when the Vert.x router refuses a request, or a handler before or around Quarkus REST fails. */
@Singleton
class RouterErrors {
    /** The methods that the server knows at all; sent with a 405 for a path without any. */
    static final String ALL_METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private static final Logger LOG = Logger.getLogger(RouterErrors.class);

    private final ErrorWriter writer;

    RouterErrors(ErrorWriter writer) {
        this.writer = writer;
    }

    void install(@Observes Router router) {
        router.route().order(FilterPriorities.REQUEST_ID).failureHandler(this::answer);
        // a bad path fails while routes are matched, where failure handlers are not called
        for (int status = 400; status < 600; status++) {
            int refused = status;
            router.errorHandler(status, ctx -> answer(ctx, refused));
        }
    }

    private void answer(RoutingContext ctx) {
        answer(ctx, ctx.statusCode());
    }

    private void answer(RoutingContext ctx, int status) {
        RequestId.assign(ctx);
        Throwable cause = ctx.failure();
        if (cause != null && (ctx.response().closed() || ExceptionTranslator.isDisconnect(cause))) {
            LOG.debugf(
                    "The client left %s %s",
                    ctx.request().method(), ctx.request().path());
            return;
        }
        if (isServerWideOptions(ctx)) {
            ctx.response().putHeader("Allow", ALL_METHODS).end();
            return;
        }
        ApiException failure = translate(cause, status);
        if (failure.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            ctx.response().putHeader("Allow", allow(ctx));
        }
        if (failure.code() == ErrorCode.INTERNAL_SERVER_ERROR) {
            LOG.errorf(
                    cause,
                    "Request %s failed: %s %s",
                    RequestId.of(ctx),
                    ctx.request().method(),
                    ctx.request().path());
        }
        RequestMetrics.failed(ctx, failure.code());
        writer.write(ctx.request(), failure);
    }

    private static ApiException translate(Throwable cause, int status) {
        if (cause instanceof ApiException known) {
            return known;
        }
        if (cause instanceof VertxException
                && String.valueOf(cause.getMessage()).contains("'Host' header")) {
            return ApiException.of(ErrorCode.INVALID_REQUEST, "Host", "HTTP/1.1 needs exactly one valid Host header.");
        }
        // Vert.x turns any exception into 500: only its type says more
        return cause == null || (status >= 400 && status != 500)
                ? HttpStatusTranslator.translate(status)
                : ExceptionTranslator.translate(cause);
    }

    private static boolean isServerWideOptions(RoutingContext ctx) {
        return ctx.request().method() == HttpMethod.OPTIONS
                && "*".equals(ctx.request().path());
    }

    private static String allow(RoutingContext ctx) {
        String path = ctx.request().path();
        if (path == null || !path.startsWith("/")) {
            return ALL_METHODS;
        }
        SortedSet<String> methods = AllowedMethods.of(ctx.normalizedPath());
        return methods.isEmpty() ? ALL_METHODS : String.join(", ", methods);
    }
}
