package dev.tidings.platform.http.error;

import dev.tidings.platform.error.ApiException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns the one exception of this product into an answer. */
@Provider
public class ApiExceptionMapper implements ExceptionMapper<ApiException> {
    private final CurrentVertxRequest current;

    ApiExceptionMapper(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public Response toResponse(ApiException failure) {
        return ErrorResponseFactory.of(failure, current.getCurrent());
    }
}
