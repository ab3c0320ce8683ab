package dev.tidings.core.session;

import dev.tidings.core.event.EventBodies;
import dev.tidings.core.event.EventPublisher;
import dev.tidings.core.event.EventType;
import dev.tidings.core.event.NewEvent;
import dev.tidings.core.session.SessionSecrets.SealedQr;
import dev.tidings.platform.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The events that report sessions. */
@ApplicationScoped
class SessionEvents {
    private final EventPublisher publisher;
    private final EventBodies bodies;

    SessionEvents(EventPublisher publisher, EventBodies bodies) {
        this.publisher = publisher;
        this.bodies = bodies;
    }

    /**
     * Reports the session as it is stored, in the transaction that stored it.
     *
     * @param qr its QR code as it is stored: the event shows it as long as it lives
     */
    void publish(Transaction transaction, Session session, SealedQr qr, EventType type, Instant at) {
        String data = bodies.write(SessionView.of(session.withoutSecrets()));
        NewEvent event = new NewEvent(
                session.accountId(), session.id(), type, data, at, qr.eventFields(), session.qrExpiresAt());
        publisher.publish(transaction, List.of(event));
    }
}
