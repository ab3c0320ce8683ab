package dev.tidings.platform.async;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs a job on demand: never twice at once, and once more when it was asked for meanwhile or has more to do. */
public final class CoalescingTask {
    private final String name;
    private final Vertx vertx;
    private final Supplier<Uni<Boolean>> job;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param job tells whether it has more to do */
    public CoalescingTask(String name, Vertx vertx, Supplier<Uni<Boolean>> job) {
        this.name = name;
        this.vertx = vertx;
        this.job = job;
    }

    /** Returns at once. */
    public void wake() {
        if (asked.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int answered = asked.get();
        AtomicBoolean more = new AtomicBoolean();
        BackgroundTasks.run(
                name,
                vertx,
                () -> Uni.createFrom()
                        .deferred(job::get)
                        .invoke(more::set)
                        .onTermination()
                        .invoke(() -> ended(more.get() ? 0 : answered))
                        .replaceWithVoid());
    }

    private void ended(int answered) {
        if (asked.addAndGet(-answered) > 0) {
            run();
        }
    }
}
