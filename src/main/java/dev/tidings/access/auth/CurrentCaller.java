package dev.tidings.access.auth;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The caller of the current request, for resources; the code below them takes a {@link Caller}. */
@RequestScoped
public class CurrentCaller {
    private static final String KEY = Caller.class.getName();

    private final CurrentVertxRequest request;

    CurrentCaller(CurrentVertxRequest request) {
        this.request = request;
    }

    static void set(RoutingContext context, Caller caller) {
        context.put(KEY, caller);
    }

    /** For routes, which run before JAX-RS; empty on public paths. */
    public static Optional<Caller> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    /** @throws ApiException {@code missing_api_key} when the request was not authenticated */
    public Caller get() {
        RoutingContext context = request.getCurrent();
        Caller caller = context == null ? null : context.get(KEY);
        if (caller == null) {
            throw ApiException.of(ErrorCode.MISSING_API_KEY);
        }
        return caller;
    }
}
