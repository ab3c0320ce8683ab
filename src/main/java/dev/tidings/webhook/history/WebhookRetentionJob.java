package dev.tidings.webhook.history;

import dev.tidings.core.retention.RetentionConfig;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.delivery.EndpointHealthRepository;
import dev.tidings.webhook.delivery.WebhookMetrics;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Ends deliveries to disabled endpoints, removes what is no longer kept, and counts what waits. */
@ApplicationScoped
public class WebhookRetentionJob {
    /** Longer than the relay of the last event, or an attempt that began before the deletion, can take. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final DeliveryRetentionRepository repository;
    private final EndpointHealthRepository health;
    private final WebhookMetrics metrics;
    private final RetentionConfig config;
    private final Clock clock;

    WebhookRetentionJob(
            DeliveryRetentionRepository repository,
            EndpointHealthRepository health,
            WebhookMetrics metrics,
            RetentionConfig config,
            Clock clock) {
        this.repository = repository;
        this.health = health;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "10s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> abandon() {
        return BackgroundTasks.guard(
                "The end of deliveries to disabled webhooks", whileMore(() -> repository.abandon(clock.instant())));
    }

    @Scheduled(every = "60s", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> remove() {
        return BackgroundTasks.guard(
                "The removal of old deliveries", Uni.createFrom().deferred(this::removeAll));
    }

    @Scheduled(every = "15s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> count() {
        return BackgroundTasks.guard(
                "The count of deliveries",
                Uni.createFrom()
                        .deferred(() -> health.waiting(clock.instant()))
                        .invoke(waiting -> metrics.waiting(waiting.deliveries(), waiting.oldestDue())));
    }

    private Uni<Void> removeAll() {
        Instant now = clock.instant();
        Instant before = now.minus(PATIENCE);
        String oldest = Ids.bound(IdKind.DELIVERY, now.minus(config.deliveries()));
        return whileMore(() -> repository.deleteWithSession(before, now))
                .chain(() -> whileMore(() -> repository.removeDeliveriesOfDeleted(before)))
                .chain(() -> repository.removeDeleted(before))
                .chain(() -> whileMore(() -> repository.removeOlder(oldest)));
    }

    private static Uni<Void> whileMore(Supplier<Uni<Boolean>> batch) {
        return Uni.createFrom()
                .deferred(batch::get)
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
