package dev.tidings.message;

import dev.tidings.auth.Caller;
import dev.tidings.content.PhoneNumber;
import dev.tidings.engine.Engine;
import dev.tidings.engine.Engines;
import dev.tidings.engine.InboundMessage;
import dev.tidings.engine.OutboundMessage;
import dev.tidings.engine.SendOutcome;
import dev.tidings.engine.StatusChange;
import dev.tidings.error.ApiException;
import dev.tidings.error.ErrorCode;
import dev.tidings.id.IdKind;
import dev.tidings.id.Ids;
import dev.tidings.message.MessageRepository.Beginning;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Sends messages in three steps (docs/adr/0004), and keeps what becomes of them. */
@ApplicationScoped
public class MessageService {
    private static final Logger LOG = Logger.getLogger(MessageService.class);

    private final MessageRepository messages;
    private final Engines engines;
    private final EngineCalls calls;
    private final Ids ids;
    private final Clock clock;

    MessageService(MessageRepository messages, Engines engines, EngineCalls calls, Ids ids, Clock clock) {
        this.messages = messages;
        this.engines = engines;
        this.calls = calls;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sends now and answers with what the engine said: {@code sent}, or {@code unknown} when its answer was lost.
     *
     * @throws ApiException what the engine refused it for, with the id of the stored message; before anything is stored
     *     {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected},
     *     {@code invalid_phone_number}, {@code message_not_found} (the quoted one), {@code not_supported_by_engine}
     */
    public Uni<Message> send(Caller caller, NewMessage message) {
        requireKnownForm(message);
        return requireRecipient(caller, message)
                .chain(() -> begin(caller, message))
                .flatMap(this::callEngine)
                .flatMap(this::record);
    }

    /** @throws ApiException {@code message_not_found} */
    public Uni<Message> get(Caller caller, String id) {
        if (!IdKind.MESSAGE.matches(id)) {
            throw ApiException.of(ErrorCode.MESSAGE_NOT_FOUND);
        }
        return messages.find(caller.accountId(), id)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.MESSAGE_NOT_FOUND));
    }

    /** Newest first; a session that was removed still has its history. */
    public Uni<List<Message>> list(Caller caller, MessageFilter filter, String afterId, int limit) {
        return requireSession(caller, filter.sessionId())
                .chain(() -> messages.list(caller.accountId(), filter, afterId, limit));
    }

    /** Stores a message that came in, and returns our id of it; null when the session is gone. */
    public Uni<String> receive(InboundMessage message) {
        return messages.insertInbound(ids.next(IdKind.MESSAGE), message, clock.instant());
    }

    /** Takes news of a message that was sent; late or repeated news changes nothing. */
    public Uni<Void> apply(StatusChange change) {
        MessageStatus status = MessageStatus.valueOf(change.status().name());
        return messages.advance(change, status)
                .invoke(message -> {
                    if (message == null) {
                        LOG.debugf("News of an unknown message of %s", change.sessionId());
                    }
                })
                .replaceWithVoid();
    }

    private static void requireKnownForm(NewMessage message) {
        if (!IdKind.SESSION.matches(message.sessionId())) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
    }

    /** A number that cannot be one is still accepted when the session has heard from it. */
    private Uni<Void> requireRecipient(Caller caller, NewMessage message) {
        if (PhoneNumber.isPossible(message.to())) {
            return Uni.createFrom().voidItem();
        }
        return messages.heardFrom(caller.accountId(), message.sessionId(), message.to())
                .invoke(heard -> {
                    if (!heard) {
                        throw ApiException.of(ErrorCode.INVALID_PHONE_NUMBER, "to", PhoneNumber.RULE);
                    }
                })
                .replaceWithVoid();
    }

    private record Begun(Engine engine, OutboundMessage message) {}

    private record Answered(OutboundMessage message, SendOutcome outcome) {}

    private Uni<Begun> begin(Caller caller, NewMessage message) {
        String id = ids.next(IdKind.MESSAGE);
        return messages.beginSending(id, caller.accountId(), message, clock.instant())
                .map(beginning -> begun(id, message, beginning));
    }

    private Begun begun(String id, NewMessage message, Beginning beginning) {
        SendRules.require(message, beginning);
        Engine engine = engines.get(beginning.engine());
        return new Begun(
                engine,
                new OutboundMessage(
                        message.sessionId(), id, message.to(), message.content(), beginning.quotedEngineId()));
    }

    private Uni<Answered> callEngine(Begun begun) {
        return calls.send(begun.engine(), begun.message())
                .onFailure()
                .recoverWithItem(failure -> EngineCalls.lost(begun.message(), failure))
                .map(outcome -> new Answered(begun.message(), outcome));
    }

    private Uni<Message> record(Answered answered) {
        String id = answered.message().messageId();
        if (answered.outcome() instanceof SendOutcome.Accepted accepted) {
            return messages.advance(id, accepted.engineMessageId(), MessageStatus.SENT, null, accepted.at());
        }
        if (answered.outcome() instanceof SendOutcome.Refused refused) {
            return messages.advance(id, null, MessageStatus.FAILED, refused.code(), clock.instant())
                    .invoke(message -> {
                        throw ApiException.of(refused.code()).forMessage(id);
                    });
        }
        return messages.advance(id, null, MessageStatus.UNKNOWN, null, clock.instant());
    }

    private Uni<Void> requireSession(Caller caller, String sessionId) {
        if (sessionId == null) {
            return Uni.createFrom().voidItem();
        }
        Uni<Boolean> owned = IdKind.SESSION.matches(sessionId)
                ? messages.ownsSession(caller.accountId(), sessionId)
                : Uni.createFrom().item(false);
        return owned.invoke(known -> {
                    if (!known) {
                        throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
                    }
                })
                .replaceWithVoid();
    }
}
