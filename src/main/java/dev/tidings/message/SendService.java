package dev.tidings.message;

import dev.tidings.auth.Caller;
import dev.tidings.engine.Engine;
import dev.tidings.engine.Engines;
import dev.tidings.engine.OutboundMessage;
import dev.tidings.engine.SendOutcome;
import dev.tidings.error.ApiException;
import dev.tidings.event.EventSignal;
import dev.tidings.id.IdKind;
import dev.tidings.id.Ids;
import dev.tidings.message.MessageRepository.Beginning;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Sends messages in three steps (docs/adr/0004). */
@ApplicationScoped
class SendService {
    private final MessageRepository messages;
    private final ProgressRepository progress;
    private final EventSignal events;
    private final Recipients recipients;
    private final Acceptance acceptance;
    private final SendLines lines;
    private final Engines engines;
    private final EngineCalls calls;
    private final Ids ids;
    private final Clock clock;

    SendService(
            MessageRepository messages,
            ProgressRepository progress,
            EventSignal events,
            Recipients recipients,
            Acceptance acceptance,
            SendLines lines,
            Engines engines,
            EngineCalls calls,
            Ids ids,
            Clock clock) {
        this.messages = messages;
        this.progress = progress;
        this.events = events;
        this.recipients = recipients;
        this.acceptance = acceptance;
        this.lines = lines;
        this.engines = engines;
        this.calls = calls;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sends now and answers with what the engine said: {@code sent}, or {@code unknown} when its answer was lost. Messages of a
     * session go out one after the other (see {@link SendLines}); one with a file joins the line when its file is here.
     *
     * @throws ApiException what the engine refused it for, with the id of the stored message; before anything is stored
     *     {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected},
     *     {@code invalid_phone_number}, {@code message_not_found} (the one referred to), {@code not_supported_by_engine},
     *     {@code daily_message_limit_reached}, {@code service_unavailable}, and what {@link Attachments#attach} fails with
     */
    Uni<Message> send(Caller caller, SendCommand command) {
        SendingSessions.requireVisible(caller, command.sessionId());
        Uni<Message> sent = command.bringsAFile()
                ? acceptance
                        .attached(caller, command, SendRules::requireConnected)
                        .flatMap(ready -> inTurn(caller, ready))
                : inTurn(caller, command);
        return acceptance
                .earlier(caller, command)
                .onItem()
                .ifNull()
                .switchTo(() -> sent)
                .map(SendService::answer);
    }

    private Uni<Message> inTurn(Caller caller, SendCommand command) {
        return lines.inTurn(command.sessionId(), () -> begin(caller, command));
    }

    private Uni<Message> begin(Caller caller, SendCommand command) {
        String id = ids.next(IdKind.MESSAGE);
        NewMessage message = command.message();
        String[] able = engines.sending(message.type()).toArray(String[]::new);
        return recipients
                .require(caller, command.sessionId(), List.of(message), List.of("to"))
                .chain(() -> messages.beginSending(id, caller, command, able, clock.instant()))
                .invoke(beginning -> SendRules.require(message, beginning))
                .flatMap(beginning -> beginning.begun()
                        ? deliver(engines.get(beginning.engine()), outbound(id, command, beginning))
                        : messages.findRepeated(caller.accountId(), command.idempotencyKey()));
    }

    /** Steps two and three, for a message that is stored as {@code sending}. */
    Uni<Message> deliver(Engine engine, OutboundMessage message) {
        return calls.send(engine, message)
                .onFailure()
                .recoverWithItem(failure -> EngineCalls.lost(message, failure))
                .flatMap(outcome -> record(message.messageId(), outcome))
                .invoke(events::raise);
    }

    private static OutboundMessage outbound(String id, SendCommand command, Beginning beginning) {
        return new OutboundMessage(
                command.sessionId(),
                id,
                beginning.recipient(),
                command.message().content(),
                beginning.referredEngineId());
    }

    private Uni<Message> record(String id, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            return progress.advance(id, accepted.engineMessageId(), MessageStatus.SENT, null, accepted.at());
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return progress.advance(id, null, MessageStatus.FAILED, refused.code(), clock.instant());
        }
        return progress.advance(id, null, MessageStatus.UNKNOWN, null, clock.instant());
    }

    private static Message answer(Message message) {
        if (message.status() == MessageStatus.FAILED) {
            throw ApiException.of(message.error()).forMessage(message.id());
        }
        return message;
    }
}
