package dev.tidings.access.auth;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Stores when keys were last used. */
@ApplicationScoped
class KeyUsageJob {
    private final KeyUsageRecorder usage;

    KeyUsageJob(KeyUsageRecorder usage) {
        this.usage = usage;
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard("The record of used keys", Uni.createFrom().deferred(usage::write));
    }
}
