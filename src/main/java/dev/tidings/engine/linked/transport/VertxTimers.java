package dev.tidings.engine.linked.transport;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers of Vert.x whose tasks run in a session's queue. */
public final class VertxTimers implements Timers {
    private final Vertx vertx;
    private final SerialQueue queue;

    public VertxTimers(Vertx vertx, SerialQueue queue) {
        this.vertx = vertx;
        this.queue = queue;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Pending pending = new Pending(task);
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> queue.execute(pending));
        return () -> {
            pending.isCancelled = true;
            vertx.cancelTimer(id);
        };
    }

    /** Both of its methods run in the queue: a timer that was cancelled after it fired does not run. */
    private static final class Pending implements Runnable {
        private final Runnable task;
        private boolean isCancelled;

        private Pending(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!isCancelled) {
                task.run();
            }
        }
    }
}
