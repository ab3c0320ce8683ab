package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.EchoedMessage;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.LateMedia;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.event.EventSignal;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Stores inbound messages, and the status changes of all messages. */
@ApplicationScoped
public class MessageService {
    private static final Logger LOG = Logger.getLogger(MessageService.class);

    private final MessageRepository messages;
    private final EchoRepository echoes;
    private final MessageStatusRepository statuses;
    private final EventSignal events;
    private final SessionDirectory sessions;
    private final Engines engines;
    private final Ids ids;
    private final Clock clock;

    MessageService(
            MessageRepository messages,
            EchoRepository echoes,
            MessageStatusRepository statuses,
            EventSignal events,
            SessionDirectory sessions,
            Engines engines,
            Ids ids,
            Clock clock) {
        this.messages = messages;
        this.echoes = echoes;
        this.statuses = statuses;
        this.events = events;
        this.sessions = sessions;
        this.engines = engines;
        this.ids = ids;
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

    /** Stores inbound messages, and returns our ids of them in the same order; null where the session is gone. */
    Uni<List<String>> receive(Transaction transaction, List<InboundMessage> received) {
        return store(
                transaction,
                received,
                message -> messages.insertInbound(transaction, ids.next(IdKind.MESSAGE), message, clock.instant()));
    }

    /** The same for messages that the session's number sent elsewhere. */
    Uni<List<String>> receiveEchoes(Transaction transaction, List<EchoedMessage> sent) {
        return store(
                transaction,
                sent,
                message -> echoes.insert(transaction, ids.next(IdKind.MESSAGE), message, clock.instant()));
    }

    private <T> Uni<List<String>> store(Transaction transaction, List<T> all, Function<T, Uni<String>> insert) {
        transaction.afterCommit(events::raise);
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> insert.apply(one).map(Optional::ofNullable))
                .collect()
                .asList()
                .map(found -> found.stream().map(id -> id.orElse(null)).toList());
    }

    /** Stores the file of a message that arrived before it, or the report that there will be none. */
    Uni<Void> settle(Transaction transaction, LateMedia media) {
        transaction.afterCommit(events::raise);
        return messages.settleMedia(transaction, media);
    }

    /** Applies reports about messages that were sent; a late or repeated one changes nothing. */
    Uni<Void> apply(Transaction transaction, List<StatusChange> changes) {
        transaction.afterCommit(events::raise);
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> apply(transaction, change))
                .collect()
                .last();
    }

    private Uni<Void> apply(Transaction transaction, StatusChange change) {
        MessageStatus status = MessageStatus.valueOf(change.status().name());
        return statuses.advance(transaction, change, status)
                .invoke(message -> {
                    if (message == null) {
                        LOG.debugf("News of an unknown message of %s", change.sessionId());
                    }
                })
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
                .flatMap(message -> statuses.advance(id, null, MessageStatus.READ, null, clock.instant()));
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
