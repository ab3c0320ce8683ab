package dev.tidings.platform.http.error;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.JsonContentType;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Sends every other exception to the same translator; each method replaces a mapper of Quarkus. */
class FrameworkExceptionMappers {
    private final OutageLog outages;

    FrameworkExceptionMappers(OutageLog outages) {
        this.outages = outages;
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException thrown, RoutingContext ctx) {
        // with a cause it is a parameter that could not be converted, not an unknown path
        ApiException failure = thrown.getCause() instanceof IllegalArgumentException
                ? ApiException.of(ErrorCode.INVALID_PARAMETER_TYPE)
                : ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
        return ErrorResponseFactory.of(failure, ctx);
    }

    @ServerExceptionMapper
    Response notAllowed(NotAllowedException thrown, RoutingContext ctx) {
        return ErrorResponseFactory.of(ApiException.of(ErrorCode.METHOD_NOT_ALLOWED), ctx);
    }

    @ServerExceptionMapper
    Response notSupported(NotSupportedException thrown, RoutingContext ctx) {
        return ErrorResponseFactory.of(HttpStatusTranslator.translate(415), ctx);
    }

    @ServerExceptionMapper
    Response notAcceptable(NotAcceptableException thrown, RoutingContext ctx) {
        return ErrorResponseFactory.of(HttpStatusTranslator.translate(406), ctx);
    }

    @ServerExceptionMapper
    Response webApplication(WebApplicationException thrown, RoutingContext ctx) {
        if (thrown.getResponse().getStatus() == 400 && JsonContentType.isMalformed(ctx.request())) {
            return ErrorResponseFactory.of(HttpStatusTranslator.translate(415), ctx);
        }
        return ErrorResponseFactory.ofAny(thrown, ctx, outages);
    }

    /** Request bodies are read elsewhere, so this one is about a document that we read ourselves. */
    @ServerExceptionMapper
    Response mismatchedInput(MismatchedInputException thrown, RoutingContext ctx) {
        return ErrorResponseFactory.ofAny(thrown, ctx, outages);
    }

    @ServerExceptionMapper
    Response database(PgException thrown, RoutingContext ctx) {
        return ErrorResponseFactory.ofAny(thrown, ctx, outages);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable thrown, RoutingContext ctx) {
        return ErrorResponseFactory.ofAny(thrown, ctx, outages);
    }
}
