package dev.tidings.platform.async;

import java.util.concurrent.CompletableFuture;

/** Counts what is in flight, and signals when nothing is. */
public final class InFlightTasks {
    private int count;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    public synchronized void begin() {
        if (count++ == 0) {
            idle = new CompletableFuture<>();
        }
    }

    public void end() {
        CompletableFuture<Void> reached = ended();
        if (reached != null) {
            reached.complete(null);
        }
    }

    /** Completes when everything in flight has ended, with what began before that. */
    public synchronized CompletableFuture<Void> idle() {
        return idle;
    }

    synchronized int count() {
        return count;
    }

    /** The future to complete, outside of the lock; null for none. */
    private synchronized CompletableFuture<Void> ended() {
        return --count == 0 ? idle : null;
    }
}
