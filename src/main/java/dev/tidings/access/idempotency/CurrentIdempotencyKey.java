package dev.tidings.access.idempotency;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;

/** The Idempotency-Key of the request at hand, once the filter has claimed it. */
@RequestScoped
public class CurrentIdempotencyKey {
    private static final String ATTRIBUTE = CurrentIdempotencyKey.class.getName();

    private final CurrentVertxRequest request;

    CurrentIdempotencyKey(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Null when the request has none. */
    public String get() {
        return request.getCurrent().get(ATTRIBUTE);
    }

    void set(String key) {
        request.getCurrent().put(ATTRIBUTE, key);
    }
}
