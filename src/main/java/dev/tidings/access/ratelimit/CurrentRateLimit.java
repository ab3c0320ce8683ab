package dev.tidings.access.ratelimit;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

/** The rate limit state of the caller of the current request. */
@RequestScoped
public class CurrentRateLimit {
    private static final String KEY = RateLimitState.class.getName();

    private final CurrentVertxRequest request;

    CurrentRateLimit(CurrentVertxRequest request) {
        this.request = request;
    }

    static void set(RoutingContext context, RateLimitState state) {
        context.put(KEY, state);
    }

    /** Without counts for a plan that has no limits. */
    public RateLimitState get() {
        return request.getCurrent().get(KEY);
    }
}
