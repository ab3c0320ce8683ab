package dev.tidings.core.media;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Removes expired files, and bytes that a crash left without a file. */
@ApplicationScoped
class MediaCleanupJob {
    private static final int FILES = 100;
    private static final int BLOBS = 20;

    /** Bytes are normally removed as soon as they are given up; after this time that has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MediaRepository repository;
    private final MediaService service;
    private final MediaConfig config;
    private final Clock clock;

    MediaCleanupJob(MediaRepository repository, MediaService service, MediaConfig config, Clock clock) {
        this.repository = repository;
        this.service = service;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "30s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard("The keeper of media", Uni.createFrom().deferred(this::tidy));
    }

    private Uni<Void> tidy() {
        Instant now = clock.instant();
        return expire(now).chain(() -> removeBytes(now));
    }

    private Uni<Void> expire(Instant now) {
        return repository
                .expire(now, FILES)
                .flatMap(gone -> gone >= FILES ? expire(now) : Uni.createFrom().voidItem());
    }

    private Uni<Void> removeBytes(Instant now) {
        return repository
                .claimDoomed(now.minus(PATIENCE), now.minus(longest()), now, BLOBS)
                .flatMap(blobs -> BackgroundTasks.each(blobs, service::discard)
                        .chain(() -> blobs.size() == BLOBS
                                ? removeBytes(now)
                                : Uni.createFrom().voidItem()));
    }

    /** A file may be incomplete for as long as its upload or download may take. */
    private Duration longest() {
        return config.uploadTimeout().compareTo(config.fetchTimeout()) > 0
                ? config.uploadTimeout()
                : config.fetchTimeout();
    }
}
