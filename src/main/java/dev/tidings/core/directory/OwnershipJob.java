package dev.tidings.core.directory;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the lease of this replica, and looks for sessions without an owner. */
@ApplicationScoped
class OwnershipJob {
    private final OwnershipKeeper keeper;

    OwnershipJob(OwnershipKeeper keeper) {
        this.keeper = keeper;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(keeper::wake);
    }
}
