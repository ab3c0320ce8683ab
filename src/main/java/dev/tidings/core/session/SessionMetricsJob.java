package dev.tidings.core.session;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the sessions for the metrics. */
@ApplicationScoped
class SessionMetricsJob {
    private final SessionMetrics metrics;

    SessionMetricsJob(SessionMetrics metrics) {
        this.metrics = metrics;
    }

    @Scheduled(every = "15s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The measuring of sessions", Uni.createFrom().deferred(metrics::refresh));
    }
}
