package dev.tidings.platform.async;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs a job on demand: never twice at once, and once more when it was requested meanwhile or has more to do. */
public final class CoalescingTask {
    private final String name;
    private final Vertx vertx;
    private final Supplier<Uni<Boolean>> job;
    private final AtomicInteger requests = new AtomicInteger();

    /** @param job its result says whether it has more to do */
    public CoalescingTask(String name, Vertx vertx, Supplier<Uni<Boolean>> job) {
        this.name = name;
        this.vertx = vertx;
        this.job = job;
    }

    /** Returns at once. */
    public void wake() {
        if (requests.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int served = requests.get();
        AtomicBoolean more = new AtomicBoolean();
        BackgroundTasks.run(
                name,
                vertx,
                () -> Uni.createFrom()
                        .deferred(job::get)
                        .invoke(more::set)
                        .onTermination()
                        .invoke(() -> ended(more.get() ? 0 : served))
                        .replaceWithVoid());
    }

    private void ended(int served) {
        if (requests.addAndGet(-served) > 0) {
            run();
        }
    }
}
