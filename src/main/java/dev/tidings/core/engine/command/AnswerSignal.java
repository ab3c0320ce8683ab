package dev.tidings.core.engine.command;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Says that it is worth looking for an answer; one that comes before anybody waits is not lost. */
final class AnswerSignal {
    private CompletableFuture<Void> raised = new CompletableFuture<>();

    synchronized CompletableFuture<Void> current() {
        return raised;
    }

    void raise() {
        current().complete(null);
    }

    /** Completes when it was raised since the last call, or after that time. */
    Uni<Void> next(Duration atMost) {
        return Uni.createFrom()
                .completionStage(this::current)
                .ifNoItem()
                .after(atMost)
                .recoverWithItem((Void) null)
                .invoke(this::renew);
    }

    private synchronized void renew() {
        if (raised.isDone()) {
            raised = new CompletableFuture<>();
        }
    }
}
