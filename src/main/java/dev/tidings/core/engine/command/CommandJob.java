package dev.tidings.core.engine.command;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds commands that no notification told of, ends those that nobody took, and removes old ones. */
@ApplicationScoped
class CommandJob {
    private final CommandWorker worker;

    CommandJob(CommandWorker worker) {
        this.worker = worker;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        worker.wake();
        return BackgroundTasks.guard(
                "The end of calls that nobody took", Uni.createFrom().deferred(worker::withdrawForgotten));
    }

    @Scheduled(every = "1m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return BackgroundTasks.guard(
                "The removal of old calls", Uni.createFrom().deferred(worker::sweep));
    }
}
