package dev.tidings.core.event;

import dev.tidings.core.retention.RetentionConfig;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Removes events that are too old, in batches so small that no other statement waits for them. */
@ApplicationScoped
class EventRetentionJob {
    private static final int BATCH = 1_000;

    private final EventRepository events;
    private final RetentionConfig config;
    private final Clock clock;

    EventRetentionJob(EventRepository events, RetentionConfig config, Clock clock) {
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "60s", delayed = "35s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard("The retention of events", Uni.createFrom().deferred(this::removeAll));
    }

    private Uni<Void> removeAll() {
        String oldest = Ids.bound(IdKind.EVENT, clock.instant().minus(config.events()));
        return events.removeOlder(oldest, BATCH)
                .flatMap(removed -> removed < BATCH ? Uni.createFrom().voidItem() : removeAll());
    }
}
