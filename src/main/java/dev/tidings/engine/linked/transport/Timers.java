package dev.tidings.engine.linked.transport;

import java.time.Duration;

/** Runs something later, in the session's queue. */
@FunctionalInterface
public interface Timers {
    Timer after(Duration delay, Runnable task);

    /** Something that is to run later. */
    @FunctionalInterface
    interface Timer {
        /** Called in the session's queue: afterwards it does not run any more. */
        void cancel();
    }
}
