package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.LateMedia;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Reads messages, and marks them read. */
@ApplicationScoped
public class MessageService {
    private final MessageRepository messages;
    private final MessageStatusService statuses;
    private final MessageEvents events;
    private final SessionDirectory sessions;
    private final Engines engines;
    private final Clock clock;

    MessageService(
            MessageRepository messages,
            MessageStatusService statuses,
            MessageEvents events,
            SessionDirectory sessions,
            Engines engines,
            Clock clock) {
        this.messages = messages;
        this.statuses = statuses;
        this.events = events;
        this.sessions = sessions;
        this.engines = engines;
        this.clock = clock;
    }

    /** @throws ApiException {@code message_not_found} */
    public Uni<Message> get(Caller caller, String id) {
        if (!IdKind.MESSAGE.matches(id)) {
            throw ApiException.of(ErrorCode.MESSAGE_NOT_FOUND);
        }
        return messages.find(caller.accountId(), id)
                .map(message -> message == null || !caller.sees(message.sessionId()) ? null : message)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.MESSAGE_NOT_FOUND));
    }

    /** Newest first; a session that was removed still has its history. */
    public Uni<List<Message>> list(Caller caller, MessageFilter filter, String afterId, int limit) {
        return sessions.requireKnown(caller, filter.sessionId())
                .chain(() -> messages.list(caller, filter, afterId, limit));
    }

    /** Stores the file of a message that arrived before it, or the report that there will be none. */
    Uni<Void> settle(Transaction transaction, LateMedia media) {
        return messages.settleMedia(transaction, media)
                .onItem()
                .ifNotNull()
                .invoke(settled -> events.publish(transaction, settled, EventType.MESSAGE_MEDIA, media.at()))
                .replaceWithVoid();
    }

    /**
     * Shows the sender of an inbound message that it was read. Repeating it is harmless.
     *
     * @param typing whether to show in addition that a reply is being written
     * @throws ApiException {@code message_not_found}; {@code invalid_request} for a message that was not received;
     *     {@code session_not_connected}, {@code session_disconnected}
     */
    public Uni<Message> markRead(Caller caller, String id, boolean typing) {
        return get(caller, id)
                .invoke(message -> {
                    if (message.direction() == Direction.OUTBOUND) {
                        throw ApiException.because(ErrorCode.INVALID_REQUEST, "only inbound messages are marked read");
                    }
                })
                .call(message -> sessions.requireConnected(caller, message.sessionId())
                        .flatMap(engine -> engines.get(engine)
                                .markRead(message.sessionId(), message.chatId(), message.engineMessageId(), typing)))
                .flatMap(message -> statuses.advance(id, MessageStatus.READ, null, clock.instant()));
    }

    /**
     * Whether a number is on WhatsApp, and how WhatsApp itself writes it, as far as the session's engine knows.
     *
     * @throws ApiException {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected}
     */
    public Uni<NumberLookup> lookUp(Caller caller, String sessionId, String phoneNumber) {
        return sessions.requireConnected(caller, sessionId)
                .flatMap(engine -> engines.get(engine).lookUp(sessionId, phoneNumber));
    }
}
