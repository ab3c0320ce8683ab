package dev.tidings.core.message.send;

import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.SendRecorder;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageStatusService;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Stores what a send led to. Repeating it changes nothing, so the replica that asked and the one that sent both do it. */
@ApplicationScoped
class OutcomeRecorder implements SendRecorder {
    private final MessageStatusService statuses;
    private final Clock clock;

    OutcomeRecorder(MessageStatusService statuses, Clock clock) {
        this.statuses = statuses;
        this.clock = clock;
    }

    @Override
    public Uni<Void> record(Transaction transaction, String messageId, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            return statuses.sent(transaction, messageId, accepted.engineMessageId(), accepted.chatId(), accepted.at());
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return statuses.failed(transaction, messageId, refused.code(), refused.failure(), clock.instant());
        }
        if (outcome instanceof SendOutcome.Deferred deferred) {
            return statuses.failed(transaction, messageId, deferred.code(), deferred.failure(), clock.instant());
        }
        return statuses.unknown(transaction, messageId, clock.instant());
    }

    /**
     * The message as it is then.
     *
     * @param begun as it is stored since its send began
     */
    Uni<Message> record(Message begun, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            return statuses.sent(begun, accepted.engineMessageId(), accepted.chatId(), accepted.at());
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return statuses.failed(begun, refused.code(), refused.failure(), clock.instant());
        }
        if (outcome instanceof SendOutcome.Deferred deferred) {
            return statuses.failed(begun, deferred.code(), deferred.failure(), clock.instant());
        }
        return statuses.unknown(begun, clock.instant());
    }
}
