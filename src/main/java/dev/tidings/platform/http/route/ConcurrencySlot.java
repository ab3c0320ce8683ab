package dev.tidings.platform.http.route;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicReference;

/** The place of a request among those that an account may have running at the same time. */
public final class ConcurrencySlot {
    private static final String ATTRIBUTE = ConcurrencySlot.class.getName();
    private static final Runnable GIVEN_BACK = () -> {};

    private final AtomicReference<Runnable> release;

    private ConcurrencySlot(Runnable release) {
        this.release = new AtomicReference<>(release);
    }

    /**
     * Holds a place until the answer is out or the connection is gone.
     *
     * @param release runs once, whatever happens
     */
    public static void hold(RoutingContext ctx, Runnable release) {
        ConcurrencySlot slot = new ConcurrencySlot(release);
        ctx.put(ATTRIBUTE, slot);
        ctx.addEndHandler(ended -> slot.giveBack());
    }

    /**
     * Gives the place back before the end: for an answer that stays open for as long as its client likes, such as a stream of
     * events. To be called once it is sure that the stream begins; harmless when the request holds no place.
     */
    public static void giveBack(RoutingContext ctx) {
        ConcurrencySlot slot = ctx.get(ATTRIBUTE);
        if (slot != null) {
            slot.giveBack();
        }
    }

    private void giveBack() {
        release.getAndSet(GIVEN_BACK).run();
    }
}
