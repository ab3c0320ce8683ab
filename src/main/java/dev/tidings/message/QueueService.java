package dev.tidings.message;

import dev.tidings.auth.Caller;
import dev.tidings.engine.Engines;
import dev.tidings.error.ApiException;
import dev.tidings.error.ErrorCode;
import dev.tidings.id.IdKind;
import dev.tidings.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts messages into the queue, alone or in bulk, and takes them out again. */
@ApplicationScoped
class QueueService {
    private static final Duration FARTHEST = Duration.ofDays(30);

    private final QueueRepository queue;
    private final MessageRepository messages;
    private final Recipients recipients;
    private final SendingSessions sessions;
    private final Engines engines;
    private final QueueSignal signal;
    private final Ids ids;
    private final Clock clock;

    QueueService(
            QueueRepository queue,
            MessageRepository messages,
            Recipients recipients,
            SendingSessions sessions,
            Engines engines,
            QueueSignal signal,
            Ids ids,
            Clock clock) {
        this.queue = queue;
        this.messages = messages;
        this.recipients = recipients;
        this.sessions = sessions;
        this.engines = engines;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /** Queues one message for its {@code sendAt}. */
    Uni<Message> enqueue(Caller caller, SendCommand command) {
        NewMessage message = command.message();
        requireSendAt(message.sendAt());
        String id = ids.next(IdKind.MESSAGE);
        return accept(caller, command.sessionId(), List.of(message), List.of(""))
                .flatMap(ready -> queue.enqueue(
                        caller.accountId(),
                        new Enqueued(command.sessionId(), null, List.of(id), ready, command.idempotencyKey()),
                        clock.instant()))
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
        return accept(caller, sessionId, all, paths)
                .flatMap(ready -> queue.enqueue(
                        caller.accountId(), new Enqueued(sessionId, bulkId, messageIds, ready, null), clock.instant()))
                .invoke(QueueService::requireStored)
                .invoke(signal::raise)
                .replaceWith(bulkId);
    }

    /**
     * Cancels a message that waits.
     *
     * @throws ApiException {@code message_not_found}; {@code message_conflict} once it has left the queue
     */
    Uni<Message> cancel(Caller caller, Message message) {
        return queue.cancel(caller.accountId(), message.id())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(ErrorCode.MESSAGE_CONFLICT, "the message is not queued any more"));
    }

    /** The messages as they may be queued: with recipients for those that go where another message is. */
    private Uni<List<NewMessage>> accept(Caller caller, String sessionId, List<NewMessage> all, List<String> paths) {
        SendingSessions.requireForm(sessionId);
        List<String> fields = paths.stream().map(path -> path + "to").toList();
        return recipients
                .require(caller, sessionId, all, fields)
                .chain(() -> sessions.require(caller, sessionId))
                .invoke(state -> requireAble(state.engine(), all))
                .invoke(state -> SendRules.requireQueueable(state.status()))
                .chain(() -> resolve(caller, sessionId, all, paths));
    }

    private Uni<List<NewMessage>> resolve(Caller caller, String sessionId, List<NewMessage> all, List<String> paths) {
        List<String> referred = all.stream()
                .map(NewMessage::referredId)
                .filter(Objects::nonNull)
                .toList();
        return referred.isEmpty()
                ? Uni.createFrom().item(all)
                : queue.referred(caller.accountId(), sessionId, referred).map(chats -> resolved(all, chats, paths));
    }

    private static List<NewMessage> resolved(List<NewMessage> all, Map<String, String> chats, List<String> paths) {
        List<NewMessage> resolved = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            NewMessage message = all.get(i);
            String chat = message.referredId() == null ? null : chats.get(message.referredId());
            if (message.referredId() != null && chat == null) {
                throw SendRules.unknownReference(paths.get(i) + message.referringField());
            }
            resolved.add(
                    message.to() != null
                            ? message
                            : new NewMessage(chat, message.content(), message.referredId(), message.sendAt()));
        }
        return resolved;
    }

    private void requireAble(String engine, List<NewMessage> all) {
        all.stream()
                .filter(message -> !engines.sending(message.type()).contains(engine))
                .findFirst()
                .ifPresent(message -> {
                    throw SendRules.unsupported(engine, message);
                });
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
