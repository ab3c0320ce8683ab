package dev.tidings.platform.async;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/**
 * Does work that waits in the database: claims as much as there is room for, starts each piece without waiting for it, counts
 * what runs, and claims again when a piece that is over asks for it. It never claims twice at once, so the room is never
 * given away twice. A schedule wakes it for what becomes due by itself and for what other replicas left.
 *
 * @param <C> a piece of work that is claimed
 */
public final class ClaimLoop<C> {
    private static final int MAX_CLAIM = 100;

    /** Pieces that end within it are followed by one claim. */
    private static final long PAUSE_MILLIS = 10;

    private final Vertx vertx;
    private final String workName;
    private final IntSupplier parallel;
    private final IntFunction<Uni<List<C>>> claim;
    private final Function<C, Uni<Boolean>> work;
    private final CoalescingTask claims;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean pausing = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /**
     * @param name what the log calls the claims
     * @param workName what the log calls a piece of work
     * @param parallel how many pieces may run at the same time; asked before each claim, none claims nothing
     * @param claim takes up to so many pieces, whatever it counts of them is counted when it answers
     * @param work does a piece, and says whether to claim again at once
     */
    public ClaimLoop(
            String name,
            String workName,
            Vertx vertx,
            IntSupplier parallel,
            IntFunction<Uni<List<C>>> claim,
            Function<C, Uni<Boolean>> work) {
        this.vertx = vertx;
        this.workName = workName;
        this.parallel = parallel;
        this.claim = claim;
        this.work = work;
        this.claims = new CoalescingTask(name, vertx, this::claim);
    }

    /** Something is due; returns at once. */
    public void wake() {
        claims.wake();
    }

    /** How many pieces are being done. */
    public int running() {
        return running.get();
    }

    /**
     * Begins nothing new, and waits for what was begun. For the thread that ends the process, and work that takes longer than
     * {@link Drain} waits.
     */
    public void stop(Duration patience) {
        stopping.set(true);
        if (running.get() > 0) {
            drained.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    /** Tells whether there may be more, and room for it. */
    private Uni<Boolean> claim() {
        int room = parallel.getAsInt() - running.get();
        int most = Math.min(room, MAX_CLAIM);
        if (most <= 0 || stopping.get()) {
            return Uni.createFrom().item(false);
        }
        return claim.apply(most).map(claimed -> {
            // what comes too late to be ended is left to its lease
            if (stopping.get()) {
                return false;
            }
            claimed.forEach(this::begin);
            return claimed.size() == most && most < room;
        });
    }

    private void begin(C claimed) {
        running.incrementAndGet();
        BackgroundTasks.run(
                workName,
                vertx,
                () -> Uni.createFrom()
                        .deferred(() -> work.apply(claimed))
                        .onItemOrFailure()
                        .invoke((again, failure) -> ended(failure == null && again))
                        .replaceWithVoid());
    }

    private void ended(boolean again) {
        int left = running.decrementAndGet();
        if (stopping.get()) {
            if (left == 0) {
                drained.complete(null);
            }
        } else if (again && pausing.compareAndSet(false, true)) {
            vertx.setTimer(PAUSE_MILLIS, timer -> {
                pausing.set(false);
                claims.wake();
            });
        }
    }
}
