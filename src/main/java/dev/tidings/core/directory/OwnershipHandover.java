package dev.tidings.core.directory;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leaves the sessions of this replica to others as soon as it is asked to stop. */
@ApplicationScoped
class OwnershipHandover {
    private static final long PATIENCE_SECONDS = 4;

    private final OwnershipKeeper keeper;
    private final OwnedEngines engines;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    OwnershipHandover(OwnershipKeeper keeper, OwnedEngines engines) {
        this.keeper = keeper;
        this.engines = engines;
    }

    void asked(@Observes ShutdownDelayInitiatedEvent asked) {
        begin();
    }

    /** On the thread that ends the process, before the database's pool closes. */
    void finish(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) ShutdownEvent stopping) {
        begin();
        done.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        if (engines.owned().isEmpty()) {
            done.complete(null);
            return;
        }
        BackgroundTasks.run(
                BackgroundTasks.guard("Leaving sessions to other replicas", keeper.leave()),
                done::complete,
                done::completeExceptionally);
    }
}
