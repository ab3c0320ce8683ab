package dev.tidings.core.message.queue;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageRepository;
import dev.tidings.core.message.send.Attachments;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.core.message.send.SendAdmission;
import dev.tidings.core.message.send.SendCommand;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts messages into the queue, alone or in bulk, and takes them out again. */
@ApplicationScoped
public class QueueService {
    private static final Duration FARTHEST = Duration.ofDays(30);

    private final QueueRepository queue;
    private final MessageRepository messages;
    private final SendAdmission acceptance;
    private final Attachments attachments;
    private final QueueSignal signal;
    private final Ids ids;
    private final Clock clock;

    QueueService(
            QueueRepository queue,
            MessageRepository messages,
            SendAdmission acceptance,
            Attachments attachments,
            QueueSignal signal,
            Ids ids,
            Clock clock) {
        this.queue = queue;
        this.messages = messages;
        this.acceptance = acceptance;
        this.attachments = attachments;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /** Queues one message for its {@code sendAt}. */
    public Uni<Message> enqueue(Caller caller, SendCommand command) {
        requireSendAt(command.message().sendAt());
        return acceptance
                .earlier(caller, command)
                .onItem()
                .ifNull()
                .switchTo(() -> acceptance
                        .attached(caller, command, SessionDirectory::requireQueueable)
                        .flatMap(ready -> store(caller, ready)));
    }

    private Uni<Message> store(Caller caller, SendCommand command) {
        String id = ids.next(IdKind.MESSAGE);
        Enqueued queued = new Enqueued(
                command.sessionId(), null, List.of(id), List.of(command.message()), command.idempotencyKey());
        return queue.enqueue(caller, queued, clock.instant())
                .flatMap(stored -> stored || command.idempotencyKey() == null
                        ? messages.find(caller.accountId(), id)
                        : messages.findRepeated(caller.accountId(), command.idempotencyKey()))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.SESSION_NOT_FOUND));
    }

    /** Queues a bulk, whole or not at all, and returns its id. */
    Uni<String> enqueueBulk(Caller caller, String sessionId, List<NewMessage> all) {
        String bulkId = ids.next(IdKind.BULK);
        List<String> messageIds = new ArrayList<>(all.size());
        List<String> paths = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            messageIds.add(ids.next(IdKind.MESSAGE));
            paths.add("messages[" + i + "].");
        }
        return acceptance
                .require(caller, sessionId, all, paths, SessionDirectory::requireQueueable)
                .flatMap(accepted -> attachments.attachAll(caller, accepted, paths))
                .flatMap(ready -> queue.enqueue(
                        caller, new Enqueued(sessionId, bulkId, messageIds, ready, null), clock.instant()))
                .invoke(QueueService::requireStored)
                .invoke(signal::raise)
                .replaceWith(bulkId);
    }

    /**
     * Cancels a message that waits.
     *
     * @throws ApiException {@code message_not_found}; {@code message_conflict} once it has left the queue
     */
    public Uni<Message> cancel(Caller caller, Message message) {
        return queue.cancel(caller.accountId(), message.id())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(ErrorCode.MESSAGE_CONFLICT, "the message is not queued any more"));
    }

    private void requireSendAt(Instant sendAt) {
        Instant now = clock.instant();
        if (!sendAt.isAfter(now) || sendAt.isAfter(now.plus(FARTHEST))) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "sendAt", "must be in the future, at most 30 days ahead");
        }
    }

    private static void requireStored(boolean stored) {
        if (!stored) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
    }
}
