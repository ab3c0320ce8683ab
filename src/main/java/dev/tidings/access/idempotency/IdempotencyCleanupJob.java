package dev.tidings.access.idempotency;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Removes keys after a day, in small batches. */
@ApplicationScoped
class IdempotencyCleanupJob {
    private static final Duration KEPT = Duration.ofHours(24);

    private final IdempotencyRepository keys;
    private final Clock clock;

    IdempotencyCleanupJob(IdempotencyRepository keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The expiry of idempotency keys",
                Uni.createFrom().deferred(() -> keys.expire(clock.instant().minus(KEPT))));
    }
}
