package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;

/** Ends one call from outside. Its result is then {@code TimedOut}, unless it had one already. */
public final class CallCancellation {
    private final Promise<Void> closed = Promise.promise();
    private Runnable end;
    private boolean cancelled;

    /** Ends the call; the Uni emits once the connection of the call is closed. */
    public Uni<Void> now() {
        Runnable begun;
        synchronized (this) {
            cancelled = true;
            begun = end;
        }
        if (begun == null) {
            closed.tryComplete();
        } else {
            begun.run();
        }
        return Uni.createFrom().emitter(emitter -> closed.future().onComplete(done -> emitter.complete(null)));
    }

    /** @param ending closes the connection of the call, which begins now */
    void begin(Runnable ending) {
        boolean late;
        synchronized (this) {
            end = ending;
            late = cancelled;
        }
        if (late) {
            ending.run();
        }
    }

    /** The connection is closed. */
    void closed() {
        closed.tryComplete();
    }
}
