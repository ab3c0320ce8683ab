package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.send.SendRepository.Beginning;
import dev.tidings.platform.async.WaitingClient;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Sends messages in three steps (docs/adr/0004). */
@ApplicationScoped
public class SendService {
    private final SendRepository sends;
    private final OutcomeRecorder outcomes;
    private final SendAdmission admission;
    private final SendSequencer sequencer;
    private final Engines engines;
    private final TimedEngineCall calls;
    private final SendMetrics metrics;
    private final Ids ids;
    private final Clock clock;

    SendService(
            SendRepository sends,
            OutcomeRecorder outcomes,
            SendAdmission admission,
            SendSequencer sequencer,
            Engines engines,
            TimedEngineCall calls,
            SendMetrics metrics,
            Ids ids,
            Clock clock) {
        this.sends = sends;
        this.outcomes = outcomes;
        this.admission = admission;
        this.sequencer = sequencer;
        this.engines = engines;
        this.calls = calls;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sends now and answers with the engine's result: {@code sent}, or {@code unknown} when its answer was lost.
     * Messages of a session are sent one after the other (see {@link SendSequencer}); one with a file joins the line
     * when its file is stored here.
     *
     * @throws ApiException the engine's reason for a refusal, with the id of the stored message; before anything is
     *     stored {@code session_not_found}, {@code session_not_connected}, {@code session_disconnected},
     *     {@code invalid_phone_number}, {@code message_not_found} (the one referred to),
     *     {@code not_supported_by_engine}, {@code daily_message_limit_reached}, {@code service_unavailable}, and the
     *     errors of {@link Attachments#attach}
     */
    public Uni<Message> send(Caller caller, NewMessage message) {
        SessionDirectory.requireVisible(caller, message.sessionId());
        return admission
                .earlier(caller, message)
                .flatMap(earlier -> earlier != null
                        ? Uni.createFrom().item(() -> answer(earlier, null))
                        : withFile(caller, message).flatMap(ready -> inTurn(caller, ready)));
    }

    private Uni<NewMessage> withFile(Caller caller, NewMessage message) {
        return message.bringsFiles()
                ? WaitingClient.whileItWaits(admission.attached(caller, message, SessionDirectory::requireConnected))
                : Uni.createFrom().item(message);
    }

    private Uni<Message> inTurn(Caller caller, NewMessage message) {
        return sequencer.inTurn(
                message.sessionId(),
                () -> admission.requireRecipient(caller, message).chain(() -> sendInTurn(caller, message)));
    }

    /** Step one, which finds the message of an earlier request if there is one, and then the other two. */
    private Uni<Message> sendInTurn(Caller caller, NewMessage message) {
        String id = ids.next(IdKind.MESSAGE);
        String[] able = engines.sending(message.type()).toArray(String[]::new);
        Instant now = clock.instant();
        return sends.begin(id, caller, message, able, now)
                .invoke(beginning -> SendAdmission.requireAll(message, beginning))
                .flatMap(beginning -> beginning.begun()
                        ? callAndRecord(
                                engines.get(beginning.engine()),
                                begun(id, message, beginning, now),
                                beginning.referredEngineId())
                        : sends.findRepeated(caller.accountId(), message.idempotencyKey())
                                .map(earlier -> answer(earlier, null)));
    }

    /** The message as its row is now. */
    private static Message begun(String id, NewMessage message, Beginning beginning, Instant now) {
        return Message.sending(
                id,
                message.sessionId(),
                beginning.sender(),
                beginning.recipient(),
                message.content(),
                message.referredId(),
                now);
    }

    private Uni<Message> callAndRecord(Engine engine, Message begun, String referredEngineId) {
        OutboundMessage message =
                new OutboundMessage(begun.sessionId(), begun.id(), begun.to(), begun.content(), referredEngineId);
        return call(engine, message).flatMap(outcome -> record(begun, outcome).map(stored -> answer(stored, outcome)));
    }

    /** Step two, for a message that is stored as {@code sending}. */
    public Uni<SendOutcome> call(Engine engine, OutboundMessage message) {
        return metrics.measure(
                engine,
                () -> calls.send(engine, message)
                        .onFailure()
                        .recoverWithItem(failure -> TimedEngineCall.lost(message, failure)));
    }

    /**
     * Step three.
     *
     * @param begun the message as it is stored since step one
     */
    public Uni<Message> record(Message begun, SendOutcome outcome) {
        return outcomes.record(begun, outcome);
    }

    /** @param outcome null for the message of an earlier request */
    private static Message answer(Message message, SendOutcome outcome) {
        if (message.status() == MessageStatus.FAILED) {
            ApiException failure = outcome instanceof SendOutcome.Deferred deferred
                            && message.error().mayBeRepeated()
                    ? ApiException.retryAfter(message.error(), deferred.retryAfter())
                    : ApiException.of(message.error());
            MessageDetails.Failure words = message.details().failure();
            throw (words == null ? failure : failure.ofEngine(words.engineCode(), words.reason()))
                    .forMessage(message.id());
        }
        return message;
    }
}
