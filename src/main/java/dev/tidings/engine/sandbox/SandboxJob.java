package dev.tidings.engine.sandbox;

import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.engine.StatusChange.Status;
import dev.tidings.engine.sandbox.SandboxRepository.DueStatus;
import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Lets time pass in the sandbox. What is due is claimed, reported to the listener, and only then done: if a replica
 * dies in between, another one does it.
 */
@ApplicationScoped
class SandboxJob {
    private final SandboxRepository repository;
    private final SandboxEngine engine;
    private final EngineListener listener;
    private final SandboxConfig config;
    private final Clock clock;

    SandboxJob(
            SandboxRepository repository,
            SandboxEngine engine,
            EngineListener listener,
            SandboxConfig config,
            Clock clock) {
        this.repository = repository;
        this.engine = engine;
        this.listener = listener;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "{tidings.sandbox.tick:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return BackgroundTasks.guard("The sandbox", Uni.createFrom().deferred(this::doWhatIsDue));
    }

    private Uni<Void> doWhatIsDue() {
        return repository
                .claimQrDue(clock.instant())
                .flatMap(pairings -> BackgroundTasks.each(pairings, engine::showQr))
                .chain(() -> repository.claimStatusDue(clock.instant()))
                .flatMap(statuses -> BackgroundTasks.each(statuses, this::report));
    }

    private Uni<Void> report(DueStatus due) {
        Status status = Status.valueOf(due.status());
        boolean more = status == Status.DELIVERED;
        return listener.onStatus(new StatusChange(
                        due.sessionId(), due.messageId(), due.engineMessageId(), status, due.dueAt(), null))
                .chain(() -> repository.nextStatus(
                        due.messageId(),
                        more ? Status.READ.name() : null,
                        more ? due.dueAt().plus(config.readAfter()) : null));
    }
}
