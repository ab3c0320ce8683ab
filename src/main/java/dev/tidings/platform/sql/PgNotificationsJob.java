package dev.tidings.platform.sql;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Connects to what other replicas announce, again whenever the connection is lost. */
@ApplicationScoped
class PgNotificationsJob {
    private final PgNotifications notifications;

    PgNotificationsJob(PgNotifications notifications) {
        this.notifications = notifications;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return notifications.connect();
    }
}
