package dev.tidings.session;

import dev.tidings.background.Background;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Finishes what a crash left half-way: sessions that nobody opened at their engine, credentials that nobody wiped. */
@ApplicationScoped
class SessionKeeper {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SessionRepository sessions;
    private final SessionService service;
    private final Clock clock;

    SessionKeeper(SessionRepository sessions, SessionService service, Clock clock) {
        this.sessions = sessions;
        this.service = service;
        this.clock = clock;
    }

    @Scheduled(every = "10s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Background.guard("The keeper of sessions", Uni.createFrom().deferred(this::finishAll));
    }

    private Uni<Void> finishAll() {
        Instant now = clock.instant();
        Instant before = now.minus(PATIENCE);
        return each(sessions.claimUnsettled(before, now), service::open)
                .chain(() -> each(sessions.claimUnlinkDue(before, now), service::wipe));
    }

    private static Uni<Void> each(Uni<List<Session>> claimed, Function<Session, Uni<Void>> action) {
        return claimed.flatMap(sessions -> Multi.createFrom()
                .iterable(sessions)
                .onItem()
                .transformToUniAndConcatenate(action::apply)
                .collect()
                .asList()
                .replaceWithVoid());
    }
}
