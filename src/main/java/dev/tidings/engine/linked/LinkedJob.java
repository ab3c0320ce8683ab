package dev.tidings.engine.linked;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the version of the client fresh, and forgets sessions that are not used. */
@ApplicationScoped
class LinkedJob {
    private final StoredClientVersions versions;
    private final LinkedSessions sessions;

    LinkedJob(StoredClientVersions versions, LinkedSessions sessions) {
        this.versions = versions;
        this.sessions = sessions;
    }

    @Scheduled(every = "10m", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        sessions.tidyUp();
        boolean isUsed = !sessions.all().isEmpty();
        return BackgroundTasks.guard(
                "The look-up of WhatsApp Web's version", Uni.createFrom().deferred(() -> versions.keepFresh(isUsed)));
    }
}
