package dev.tidings.engine.cloud.send;

import dev.tidings.core.content.ChatIds;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendOutcome.Deferred;
import dev.tidings.core.engine.SendOutcome.Extent;
import dev.tidings.core.engine.SendOutcome.Refused;
import dev.tidings.engine.cloud.graph.GraphApi;
import dev.tidings.engine.cloud.graph.GraphClient;
import dev.tidings.engine.cloud.number.ChatRepository;
import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudCredentialStore.Slot;
import dev.tidings.engine.cloud.number.CloudErrorHandler;
import dev.tidings.engine.cloud.number.NotSentException;
import dev.tidings.engine.cloud.number.PacingRepository;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sends to Meta: uploads the file, waits for the number's slot, calls once. There is no idempotency key: if anything
 * but an answer ends the call after it has begun, the outcome is unknown.
 */
@ApplicationScoped
public class CloudSender {
    private static final Logger LOG = Logger.getLogger(CloudSender.class);

    private final CloudCredentialStore accounts;
    private final CloudUploads uploads;
    private final PacingRepository pace;
    private final ChatRepository chats;
    private final GraphApi graph;
    private final CloudErrorHandler troubles;
    private final Vertx vertx;
    private final Clock clock;

    CloudSender(
            CloudCredentialStore accounts,
            CloudUploads uploads,
            PacingRepository pace,
            ChatRepository chats,
            GraphApi graph,
            CloudErrorHandler troubles,
            Vertx vertx,
            Clock clock) {
        this.accounts = accounts;
        this.uploads = uploads;
        this.pace = pace;
        this.chats = chats;
        this.graph = graph;
        this.troubles = troubles;
        this.vertx = vertx;
        this.clock = clock;
    }

    public Uni<SendOutcome> send(OutboundMessage message) {
        if (message.content() instanceof MessageContent.Reaction && message.quotedEngineMessageId() == null) {
            return Uni.createFrom().item(new Refused(ErrorCode.MESSAGE_NOT_FOUND));
        }
        return prepared(message)
                .flatMap(ready -> call(message, ready))
                .onFailure(NotSentException.class)
                .recoverWithItem(failure -> ((NotSentException) failure).outcome());
    }

    /** @param mediaIds Meta's ids of the message's files */
    private record Ready(List<String> mediaIds, Slot slot) {}

    /** When this fails, for whatever reason, nothing of the message was sent. */
    private Uni<Ready> prepared(OutboundMessage message) {
        return uploads.mediaIds(message)
                .flatMap(mediaIds -> accounts.slot(message.sessionId(), message.to())
                        .invoke(CloudSender::requireSlot)
                        .map(slot -> new Ready(mediaIds, slot)))
                .onFailure(failure -> !(failure instanceof NotSentException))
                .transform(failure -> unprepared(message, failure))
                .call(ready -> pause(ready.slot().pause()));
    }

    private Uni<SendOutcome> call(OutboundMessage message, Ready ready) {
        return graph.send(ready.slot().access(), MessagePayloads.of(message, ready.mediaIds()))
                .flatMap(sent -> accepted(message, ready.slot(), sent))
                .onFailure()
                .recoverWithUni(failure -> troubles.outcome(ready.slot().access(), message.to(), failure))
                .call(outcome -> BackgroundTasks.guard("What follows a send", after(message, ready, outcome)));
    }

    private Uni<Void> after(OutboundMessage message, Ready ready, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted && ready.slot().backedOff()) {
            return pace.forgive(message.sessionId(), message.to());
        }
        // perhaps Meta does not find the file, or does not accept it as it is there
        return outcome instanceof Refused && !ready.mediaIds().isEmpty()
                ? uploads.forget(message)
                : Uni.createFrom().voidItem();
    }

    private Uni<SendOutcome> accepted(OutboundMessage message, Slot slot, GraphClient.Sent sent) {
        if (sent == null || sent.messageId() == null) {
            LOG.warnf("It is not known whether %s was taken: the answer names no message", message.messageId());
            return Uni.createFrom().item(new SendOutcome.Lost());
        }
        return chat(message, slot, sent.waId())
                .<SendOutcome>map(chat -> new SendOutcome.Accepted(
                        sent.messageId(), clock.instant(), message.to().equals(chat) ? null : chat));
    }

    /** The conversation of the recipient, who may be known to WhatsApp by another number; null for that of the address. */
    private Uni<String> chat(OutboundMessage message, Slot slot, String known) {
        // a person who shows no number keeps the conversation of their id
        boolean renamed = known != null && !known.equals(message.to()) && !ChatIds.isForm(message.to());
        return slot.chatId() != null || !renamed
                ? Uni.createFrom().item(slot.chatId())
                : chats.find(message.sessionId(), known)
                        .onFailure()
                        .invoke(failure ->
                                LOG.warnf("The chat of %s is not known: %s", message.messageId(), failure.toString()))
                        .onFailure()
                        .recoverWithItem(known)
                        .onItem()
                        .ifNull()
                        .continueWith(known);
    }

    private static void requireSlot(Slot slot) {
        if (slot == null) {
            throw new NotSentException(new Refused(ErrorCode.SESSION_DISCONNECTED));
        }
        if (!slot.taken()) {
            throw new NotSentException(new Deferred(
                    ErrorCode.RATE_LIMIT_EXCEEDED,
                    slot.pause(),
                    slot.forRecipient() ? Extent.RECIPIENT : Extent.SESSION));
        }
    }

    private static NotSentException unprepared(OutboundMessage message, Throwable failure) {
        LOG.warnf("%s was not sent: %s", message.messageId(), failure.toString());
        return new NotSentException(NotSentException.unavailable());
    }

    private Uni<Void> pause(Duration wait) {
        long millis = wait.plusNanos(999_999).toMillis();
        return millis == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> vertx.setTimer(millis, timer -> emitter.complete(null)));
    }
}
