package dev.tidings.core.message.queue;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Measures the queue for the metrics. */
@ApplicationScoped
class QueueMetricsJob {
    private final QueueMetrics metrics;

    QueueMetricsJob(QueueMetrics metrics) {
        this.metrics = metrics;
    }

    @Scheduled(every = "15s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The measuring of the queue", Uni.createFrom().deferred(metrics::refresh));
    }
}
