package dev.tidings.core.message.send;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.core.event.EventSignal;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.MessageStatusRepository;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Stores what a send led to. Repeating it changes nothing, so the replica that asked and the one that sent both do it. */
@ApplicationScoped
class OutcomeRecorder implements SendRecorder {
    private final MessageStatusRepository statuses;
    private final EventSignal events;
    private final Clock clock;

    OutcomeRecorder(MessageStatusRepository statuses, EventSignal events, Clock clock) {
        this.statuses = statuses;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Uni<Void> record(Transaction transaction, String messageId, SendOutcome outcome) {
        transaction.afterCommit(events::raise);
        return write(transaction, messageId, outcome).replaceWithVoid();
    }

    /** The message as it is then. */
    Uni<Message> record(String id, SendOutcome outcome) {
        return write(null, id, outcome).invoke(events::raise);
    }

    /** @param transaction null for statements that commit by themselves */
    private Uni<Message> write(Transaction transaction, String id, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            return inItsChat(transaction, id, accepted)
                    .chain(() -> statuses.advance(
                            transaction, id, accepted.engineMessageId(), MessageStatus.SENT, null, accepted.at()));
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return fail(transaction, id, refused.code(), refused.failure());
        }
        if (outcome instanceof SendOutcome.Deferred deferred) {
            return fail(transaction, id, deferred.code(), deferred.failure());
        }
        return statuses.advance(transaction, id, null, MessageStatus.UNKNOWN, null, clock.instant());
    }

    private Uni<Void> inItsChat(Transaction transaction, String id, SendOutcome.Accepted accepted) {
        return accepted.chatId() == null
                ? Uni.createFrom().voidItem()
                : statuses.moveToChat(transaction, id, accepted.chatId());
    }

    private Uni<Message> fail(Transaction transaction, String id, ErrorCode code, MessageDetails.Failure failure) {
        return (code.mayBeRepeated() ? statuses.forgetKey(transaction, id) : Uni.createFrom().voidItem())
                .chain(() -> statuses.fail(transaction, id, code, failure, clock.instant()));
    }
}
