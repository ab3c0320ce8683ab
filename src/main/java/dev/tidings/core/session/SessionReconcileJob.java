package dev.tidings.core.session;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Finishes what a crash interrupted: sessions that were not opened at their engine, credentials that were not deleted. Removes
 * QR codes that have expired. Opens sessions again whose time has come, such as after a ban.
 */
@ApplicationScoped
class SessionReconcileJob {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** When a session that was to be opened again is tried once more, should the engine report nothing. */
    private static final Duration NEXT_RETRY = Duration.ofMinutes(5);

    private final SessionRepository sessions;
    private final SessionService service;
    private final Clock clock;

    SessionReconcileJob(SessionRepository sessions, SessionService service, Clock clock) {
        this.sessions = sessions;
        this.service = service;
        this.clock = clock;
    }

    @Scheduled(every = "10s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard(
                "The reconciliation of sessions", Uni.createFrom().deferred(this::finishAll));
    }

    private Uni<Void> finishAll() {
        Instant now = clock.instant();
        Instant before = now.minus(PATIENCE);
        return sessions.claimUnsettled(before, now)
                .flatMap(unsettled -> BackgroundTasks.each(unsettled, service::open))
                .chain(() -> sessions.claimUnlinkDue(before, now))
                .flatMap(due -> BackgroundTasks.each(due, service::wipe))
                .chain(() -> sessions.claimRetryDue(now, now.plus(NEXT_RETRY)))
                .flatMap(due -> BackgroundTasks.each(due, service::open));
    }

    @Scheduled(every = "10s", delayed = "7s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetCodes() {
        return BackgroundTasks.guard(
                "The removal of dead codes of sessions",
                Uni.createFrom().deferred(() -> sessions.forgetCodes(clock.instant())));
    }
}
