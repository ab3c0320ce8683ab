package dev.tidings.platform.http.error;

import dev.tidings.platform.async.ClientLeftException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.AllowedMethods;
import dev.tidings.platform.http.route.RequestId;
import dev.tidings.platform.http.route.RequestMetrics;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/** Builds the JAX-RS answer of a failure. */
public final class ErrorResponseFactory {
    private static final Logger LOG = Logger.getLogger(ErrorResponseFactory.class);

    private ErrorResponseFactory() {}

    static Response of(ApiException failure, RoutingContext ctx) {
        RequestMetrics.failed(ctx, failure.code());
        Response.ResponseBuilder answer = Response.status(failure.code().status());
        if (ctx.request().method() != HttpMethod.HEAD) {
            // set here, so that an Accept header cannot turn the envelope into something else
            answer.entity(failure.body()).type(MediaType.APPLICATION_JSON_TYPE);
        } else {
            answer.header("Content-Type", ErrorWriter.JSON);
        }
        String retryAfter = ErrorWriter.retryAfter(failure);
        if (retryAfter != null) {
            answer.header("Retry-After", retryAfter);
        }
        if (failure.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            SortedSet<String> methods = AllowedMethods.of(ctx.normalizedPath());
            answer.header("Allow", methods.isEmpty() ? RouterErrors.ALL_METHODS : String.join(", ", methods));
        }
        return answer.build();
    }

    /** The answer to any exception of a framework; an unknown one is logged with the id of the request. */
    static Response ofAny(Throwable thrown, RoutingContext ctx, OutageLog outages) {
        ApiException failure = ExceptionTranslator.translate(thrown);
        boolean gone = ctx.response().closed() || thrown instanceof ClientLeftException;
        if (gone) {
            LOG.debugf(
                    "The client left %s %s",
                    ctx.request().method(), ctx.request().path());
        } else if (failure.code() == ErrorCode.INTERNAL_SERVER_ERROR && !(thrown instanceof ApiException)) {
            LOG.errorf(
                    thrown,
                    "Request %s failed: %s %s",
                    RequestId.of(ctx),
                    ctx.request().method(),
                    ctx.request().path());
        } else if (failure.code() == ErrorCode.SERVICE_UNAVAILABLE) {
            outages.report(RequestId.of(ctx), thrown);
        }
        return of(failure, ctx);
    }
}
