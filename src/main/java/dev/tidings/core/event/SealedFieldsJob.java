package dev.tidings.core.event;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

/** Removes QR codes from events once nobody can scan them any more. */
@ApplicationScoped
class SealedFieldsJob {
    private static final int BATCH = 500;

    /** Longer than a QR code lives. */
    private static final Duration LIFE_OF_OPEN = Duration.ofSeconds(90);

    private final EventRepository events;
    private final Clock clock;

    SealedFieldsJob(EventRepository events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(every = "10s", delayed = "12s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The removal of dead QR codes", Uni.createFrom().deferred(this::removeAll));
    }

    private Uni<Void> removeAll() {
        Instant now = clock.instant();
        return all(events::forgetSealed, now).chain(() -> all(events::forgetOpen, now.minus(LIFE_OF_OPEN)));
    }

    private static Uni<Void> all(BiFunction<Instant, Integer, Uni<Integer>> some, Instant until) {
        return some.apply(until, BATCH)
                .flatMap(done -> done < BATCH ? Uni.createFrom().voidItem() : all(some, until));
    }
}
