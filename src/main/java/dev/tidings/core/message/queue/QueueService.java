package dev.tidings.core.message.queue;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.access.idempotency.KeptAnswer;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageRepository;
import dev.tidings.core.message.queue.QueueRepository.Batch;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.core.message.send.SendAdmission;
import dev.tidings.core.message.send.SendRepository;
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
    private final BulkRepository bulks;
    private final MessageRepository messages;
    private final SendRepository sends;
    private final SendAdmission admission;
    private final QueueSignal signal;
    private final Ids ids;
    private final Clock clock;

    QueueService(
            QueueRepository queue,
            BulkRepository bulks,
            MessageRepository messages,
            SendRepository sends,
            SendAdmission admission,
            QueueSignal signal,
            Ids ids,
            Clock clock) {
        this.queue = queue;
        this.bulks = bulks;
        this.messages = messages;
        this.sends = sends;
        this.admission = admission;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /** Queues one message for its {@code sendAt}. */
    public Uni<Message> enqueue(Caller caller, NewMessage message) {
        requireSendAt(message.sendAt());
        return admission
                .earlier(caller, message)
                .onItem()
                .ifNull()
                .switchTo(() -> admission
                        .attached(caller, message, SessionDirectory::requireQueueable)
                        .flatMap(ready -> store(caller, ready)));
    }

    private Uni<Message> store(Caller caller, NewMessage message) {
        String id = ids.next(IdKind.MESSAGE);
        Batch batch = new Batch(
                message.sessionId(), null, List.of(id), List.of(message), message.idempotencyKey(), KeptAnswer.NONE);
        return queue.enqueue(caller, batch, clock.instant())
                .flatMap(stored -> stored || message.idempotencyKey() == null
                        ? messages.find(caller.accountId(), id)
                        : sends.findRepeated(caller.accountId(), message.idempotencyKey()))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.SESSION_NOT_FOUND));
    }

    /** Queues a bulk: all its messages, or none. */
    public Uni<Bulk> enqueueBulk(Caller caller, String sessionId, List<NewMessage> all, FirstAnswer<Bulk> answer) {
        String bulkId = ids.next(IdKind.BULK);
        List<String> messageIds = new ArrayList<>(all.size());
        List<String> paths = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            messageIds.add(ids.next(IdKind.MESSAGE));
            paths.add("messages[" + i + "].");
        }
        return admission
                .attached(caller, sessionId, all, paths, SessionDirectory::requireQueueable)
                .flatMap(ready -> {
                    Bulk bulk = Bulk.queued(bulkId, sessionId, clock.instant(), messageIds, ready);
                    Batch batch = new Batch(sessionId, bulkId, messageIds, ready, null, answer.of(bulk));
                    return queue.enqueue(caller, batch, bulk.createdAt());
                })
                .invoke(QueueService::requireStored)
                .invoke(signal::raise)
                .chain(() -> getBulk(caller, bulkId));
    }

    /** @throws ApiException {@code resource_not_found} */
    public Uni<Bulk> getBulk(Caller caller, String id) {
        if (!IdKind.BULK.matches(id)) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
        }
        return bulks.find(caller.accountId(), id)
                .map(bulk -> bulk == null || !caller.sees(bulk.sessionId()) ? null : bulk)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }

    /** Cancels what was not sent; repeating it is harmless. */
    public Uni<Bulk> cancelBulk(Caller caller, String id) {
        return getBulk(caller, id)
                .chain(() -> bulks.cancel(caller.accountId(), id, clock.instant()))
                .chain(() -> getBulk(caller, id));
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
