package dev.tidings.engine.linked.fake;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The server's time: it goes on by itself, and {@link #advance} lets a test skip what it does not want to wait for. */
public final class FakeClock implements InstantSource {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Loop loop;
    private final InstantSource real;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing((Timer timer) -> timer.due).thenComparing(timer -> timer.number));
    private volatile Duration ahead = Duration.ZERO;
    private long armed = NONE;
    private long numbers;

    FakeClock(Vertx vertx, Loop loop, InstantSource real) {
        this.vertx = vertx;
        this.loop = loop;
        this.real = real;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(ahead);
    }

    /** Skips this much time; what becomes due within it happens now, in its order, before this returns. */
    public void advance(Duration by) {
        loop.run(() -> {
            Instant end = instant().plus(by);
            while (!timers.isEmpty() && !timers.peek().due.isAfter(end)) {
                Instant due = timers.peek().due;
                if (due.isAfter(instant())) {
                    ahead = ahead.plus(Duration.between(instant(), due));
                }
                fire();
            }
            if (end.isAfter(instant())) {
                ahead = ahead.plus(Duration.between(instant(), end));
            }
            arm();
        });
    }

    /** On the loop alone. */
    Timer after(Duration delay, Runnable work) {
        Timer timer = new Timer(instant().plus(delay), numbers++, work);
        timers.add(timer);
        arm();
        return timer;
    }

    private void fire() {
        Timer timer = timers.remove();
        if (!timer.cancelled) {
            timer.work.run();
        }
    }

    private void arm() {
        while (!timers.isEmpty() && timers.peek().cancelled) {
            timers.remove();
        }
        if (armed != NONE) {
            vertx.cancelTimer(armed);
            armed = NONE;
        }
        if (timers.isEmpty()) {
            return;
        }
        long millis = Duration.between(instant(), timers.peek().due).toMillis();
        armed = vertx.setTimer(Math.max(1, millis + 1), id -> {
            armed = NONE;
            while (!timers.isEmpty() && !timers.peek().due.isAfter(instant())) {
                fire();
            }
            arm();
        });
    }

    /** Something that happens later, unless it is cancelled. */
    static final class Timer {
        private final Instant due;
        private final long number;
        private final Runnable work;
        private boolean cancelled;

        private Timer(Instant due, long number, Runnable work) {
            this.due = due;
            this.number = number;
            this.work = work;
        }

        void cancel() {
            cancelled = true;
        }
    }
}
