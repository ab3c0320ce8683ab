package dev.tidings.core.directory;

import dev.tidings.platform.async.InFlightTasks;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A session that this replica owns, and the calls to its engine that are under way. */
final class Holding {
    private final OwnershipToken token;
    private final InFlightTasks calls = new InFlightTasks();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong lastFrameMillis = new AtomicLong();
    private volatile boolean leaving;

    Holding(OwnershipToken token) {
        this.token = token;
    }

    OwnershipToken token() {
        return token;
    }

    /** Whether its connection may still be used. */
    boolean isOpen() {
        return !closed.get();
    }

    /** Whether a new call to it may begin. */
    boolean takesCalls() {
        return !leaving && isOpen();
    }

    void leave() {
        leaving = true;
    }

    /** @return whether it was open until now */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    <T> Uni<T> call(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    calls.begin();
                    return work.get();
                })
                .onTermination()
                .invoke(calls::end);
    }

    /** Completes when no call is under way, or after that time. */
    Uni<Void> idle(Duration atMost) {
        return Uni.createFrom()
                .completionStage(calls::idle)
                .ifNoItem()
                .after(atMost)
                .recoverWithItem((Void) null);
    }

    void sawFrame(long millis) {
        lastFrameMillis.set(millis);
    }

    /** When the last frame came that was not asked for yet; 0 for none. */
    long takeLastFrame() {
        return lastFrameMillis.getAndSet(0);
    }
}
