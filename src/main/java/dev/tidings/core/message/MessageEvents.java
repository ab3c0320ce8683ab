package dev.tidings.core.message;

import dev.tidings.core.event.EventBodies;
import dev.tidings.core.event.EventPublisher;
import dev.tidings.core.event.EventType;
import dev.tidings.core.event.NewEvent;
import dev.tidings.platform.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The events that report messages. */
@ApplicationScoped
class MessageEvents {
    private final EventPublisher publisher;
    private final EventBodies bodies;

    MessageEvents(EventPublisher publisher, EventBodies bodies) {
        this.publisher = publisher;
        this.bodies = bodies;
    }

    /** Reports the message as it is stored, in the transaction that stored it. */
    void publish(Transaction transaction, StoredMessage stored, EventType type, Instant at) {
        Message message = stored.message();
        publisher.publish(
                transaction, List.of(new NewEvent(stored.accountId(), message.sessionId(), type, data(message), at)));
    }

    /**
     * Reports the status of the message, if the statement changed it; {@code unknown} is not reported, and neither is
     * that we read an inbound message.
     */
    void publishStatus(Transaction transaction, StoredMessage stored, Instant at) {
        EventType type = of(stored.message().status());
        if (type != null
                && stored.message().direction() == Direction.OUTBOUND
                && stored.message().status() != stored.before()) {
            publish(transaction, stored, type, at);
        }
    }

    String data(Message message) {
        return bodies.write(MessageView.of(message));
    }

    /** Null for a status that is not reported. */
    static EventType of(MessageStatus status) {
        return switch (status) {
            case SENT -> EventType.MESSAGE_SENT;
            case DELIVERED -> EventType.MESSAGE_DELIVERED;
            case READ -> EventType.MESSAGE_READ;
            case PLAYED -> EventType.MESSAGE_PLAYED;
            case FAILED -> EventType.MESSAGE_FAILED;
            case QUEUED, SENDING, UNKNOWN, CANCELLED -> null;
        };
    }
}
