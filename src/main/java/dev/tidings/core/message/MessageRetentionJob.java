package dev.tidings.core.message;

import dev.tidings.core.retention.RetentionConfig;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Removes messages that are too old, in batches so small that no other statement waits for them. */
@ApplicationScoped
class MessageRetentionJob {
    private static final int BATCH = 1_000;

    private final MessageRepository messages;
    private final MessageUsageRepository usage;
    private final RetentionConfig config;
    private final Clock clock;

    MessageRetentionJob(MessageRepository messages, MessageUsageRepository usage, RetentionConfig config, Clock clock) {
        this.messages = messages;
        this.usage = usage;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "60s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The retention of messages",
                Uni.createFrom()
                        .deferred(this::removeAll)
                        .chain(() -> usage.forget(clock.instant().minus(config.messages()))));
    }

    private Uni<Void> removeAll() {
        String oldest = Ids.bound(IdKind.MESSAGE, clock.instant().minus(config.messages()));
        return messages.removeOlder(oldest, BATCH)
                .flatMap(removed -> removed < BATCH ? Uni.createFrom().voidItem() : removeAll());
    }
}
