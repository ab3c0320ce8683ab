package dev.tidings.core.contact;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes the preferences of people with the session that they were told to. */
@ApplicationScoped
class ContactPreferenceJob {
    private final ContactPreferenceRepository preferences;

    ContactPreferenceJob(ContactPreferenceRepository preferences) {
        this.preferences = preferences;
    }

    @Scheduled(every = "1h", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The removal of preferences", Uni.createFrom().deferred(preferences::removeOfRemovedSessions));
    }
}
