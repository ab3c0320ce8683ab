package dev.tidings.platform.http.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * The body of a request, buffered before Quarkus REST begins.
 *
 * @param bytes empty when there was none, or when it was too large
 * @param tooLarge whether it was dropped because of its size
 */
public record BufferedBody(Buffer bytes, boolean tooLarge) {
    private static final String ATTRIBUTE = BufferedBody.class.getName();

    static BufferedBody whole(Buffer bytes) {
        return new BufferedBody(bytes, false);
    }

    static BufferedBody dropped() {
        return new BufferedBody(Buffer.buffer(), true);
    }

    /** Stores the body where the readers find it; also as the body of Vert.x, so that nothing waits for it again. */
    void storeIn(RoutingContext ctx) {
        ctx.put(ATTRIBUTE, this);
        ((RoutingContextInternal) ctx).setBody(bytes);
    }

    /** Null when the request streams its body. */
    public static BufferedBody of(RoutingContext ctx) {
        return ctx.get(ATTRIBUTE);
    }
}
