package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.directory.TakeoverRecorder;
import dev.tidings.core.event.EventType;
import dev.tidings.core.session.SessionSecrets.SealedQr;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Shows sessions that change their owner as reconnecting, and has their queues wait for nobody. */
@ApplicationScoped
class SessionTakeovers implements TakeoverRecorder {
    static final String REASON = "replica_changed";

    private final SessionRepository sessions;
    private final SessionEvents events;
    private final SessionMetrics metrics;
    private final Clock clock;

    SessionTakeovers(SessionRepository sessions, SessionEvents events, SessionMetrics metrics, Clock clock) {
        this.sessions = sessions;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Uni<Void> ownerChanges(Transaction transaction, List<String> sessionIds) {
        Instant now = clock.instant();
        return sessions.releaseQueues(transaction, sessionIds)
                .chain(() -> sessions.disconnected(transaction, sessionIds, REASON, now))
                .invoke(changed -> changed.forEach(session -> {
                    events.publish(transaction, session, SealedQr.NONE, EventType.SESSION_RECONNECTING, now);
                    transaction.afterCommit(() -> metrics.changed(session.engine(), SessionStatus.RECONNECTING));
                }))
                .replaceWithVoid();
    }
}
