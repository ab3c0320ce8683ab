package dev.tidings.platform.http.route;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The slot of a request among those that an account may have running at the same time. */
public final class ConcurrencySlot {
    private static final String ATTRIBUTE = ConcurrencySlot.class.getName();
    private static final Runnable NOTHING = () -> {};

    private final Runnable release;

    /** The answer, and the operation while it runs. */
    private final AtomicInteger holders = new AtomicInteger();

    private final Runnable answered = holder();

    private ConcurrencySlot(Runnable release) {
        this.release = release;
    }

    /**
     * Holds a place until the answer is out or the connection is gone, and the operation is over.
     *
     * @param release runs once, whatever happens
     */
    public static void hold(RoutingContext ctx, Runnable release) {
        ConcurrencySlot slot = new ConcurrencySlot(release);
        ctx.put(ATTRIBUTE, slot);
        ctx.addEndHandler(ended -> slot.answered.run());
    }

    /**
     * Holds the place for an operation too, which goes on when its client hangs up.
     *
     * @return to be run when the operation is over
     */
    static Runnable holdForOperation(RoutingContext ctx) {
        ConcurrencySlot slot = ctx.get(ATTRIBUTE);
        return slot == null ? NOTHING : slot.holder();
    }

    /**
     * Gives the slot back early: for an answer that stays open for as long as the client wants, such as a stream of events. Call
     * it once it is sure that the stream begins; it does nothing when the request holds no slot.
     */
    public static void giveBack(RoutingContext ctx) {
        ConcurrencySlot slot = ctx.get(ATTRIBUTE);
        if (slot != null) {
            slot.answered.run();
        }
    }

    /** One more that holds the place; what it returns ends that, once. */
    private Runnable holder() {
        holders.incrementAndGet();
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true) && holders.decrementAndGet() == 0) {
                release.run();
            }
        };
    }
}
