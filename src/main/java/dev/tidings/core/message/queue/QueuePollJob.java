package dev.tidings.core.message.queue;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The fallback for the signal: messages that become due, what other replicas queued or left, and messages whose
 * session is gone.
 */
@ApplicationScoped
class QueuePollJob {
    private final QueueWorker worker;

    QueuePollJob(QueueWorker worker) {
        this.worker = worker;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(worker::wake);
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> failGone() {
        return BackgroundTasks.guard("The end of queues", Uni.createFrom().deferred(worker::failGone));
    }
}
