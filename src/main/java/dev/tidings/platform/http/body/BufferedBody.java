package dev.tidings.platform.http.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * The body of a request as it was gathered before Quarkus REST began.
 *
 * @param bytes empty when there was none, or when it was too large
 * @param tooLarge whether it was thrown away because of its size
 */
public record BufferedBody(Buffer bytes, boolean tooLarge) {
    private static final String ATTRIBUTE = BufferedBody.class.getName();

    static BufferedBody whole(Buffer bytes) {
        return new BufferedBody(bytes, false);
    }

    static BufferedBody dropped() {
        return new BufferedBody(Buffer.buffer(), true);
    }

    /** Leaves the body where the readers find it; also as Vert.x's own, so that nobody waits for it again. */
    void leaveIn(RoutingContext ctx) {
        ctx.put(ATTRIBUTE, this);
        ((RoutingContextInternal) ctx).setBody(bytes);
    }

    /** Null when the request streams its body. */
    public static BufferedBody of(RoutingContext ctx) {
        return ctx.get(ATTRIBUTE);
    }
}
