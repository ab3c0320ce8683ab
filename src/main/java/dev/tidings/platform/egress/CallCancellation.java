package dev.tidings.platform.egress;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;

/** Ends one call from outside. Its outcome is then that the time was over, unless it had one already. */
public final class CallCancellation {
    private final Promise<Void> over = Promise.promise();
    private Runnable end;
    private boolean cut;

    /** Ends the call; the Uni's item comes once its connection is closed. */
    public Uni<Void> now() {
        Runnable begun;
        synchronized (this) {
            cut = true;
            begun = end;
        }
        if (begun == null) {
            over.tryComplete();
        } else {
            begun.run();
        }
        return Uni.createFrom().emitter(emitter -> over.future().onComplete(closed -> emitter.complete(null)));
    }

    /** @param ending closes the connection of the call, which begins now */
    void begin(Runnable ending) {
        boolean late;
        synchronized (this) {
            end = ending;
            late = cut;
        }
        if (late) {
            ending.run();
        }
    }

    /** The connection is closed. */
    void over() {
        over.tryComplete();
    }
}
