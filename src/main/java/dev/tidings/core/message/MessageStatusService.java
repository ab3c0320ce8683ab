package dev.tidings.core.message;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.event.EventSignal;
import dev.tidings.core.event.EventType;
import dev.tidings.core.message.MessageStatusRepository.Advance;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** How messages advance: the new state and the event that reports it are committed together, or neither is. */
@ApplicationScoped
public class MessageStatusService {
    private static final Logger LOG = Logger.getLogger(MessageStatusService.class);

    private final MessageStatusRepository statuses;
    private final MessageEvents events;
    private final EventSignal signal;
    private final Transactions transactions;

    MessageStatusService(
            MessageStatusRepository statuses, MessageEvents events, EventSignal signal, Transactions transactions) {
        this.statuses = statuses;
        this.events = events;
        this.signal = signal;
        this.transactions = transactions;
    }

    /**
     * Stores that WhatsApp accepted a message.
     *
     * @param begun as it is stored since its send began
     * @param chatId its conversation, when WhatsApp has another one for its recipient; otherwise null
     */
    public Uni<Message> sent(Message begun, String engineMessageId, String chatId, Instant at) {
        return settle(begun.sent(engineMessageId, chatId, SqlTimes.cut(at)), false, at);
    }

    /**
     * Stores that WhatsApp did not accept a message; where that may be tried again, its idempotency key may be used
     * again.
     *
     * @param failure what the engine itself reports about it, or null
     */
    public Uni<Message> failed(Message begun, ErrorCode code, MessageDetails.Failure failure, Instant at) {
        return settle(begun.failed(code, failure, SqlTimes.cut(at)), code.mayBeRepeated(), at);
    }

    /** Stores that it is not known whether WhatsApp accepted a message. */
    public Uni<Message> unknown(Message begun, Instant at) {
        return settle(begun.unknown(), false, at);
    }

    /** Stores the same by the id of the message alone, as a part of the transaction. */
    public Uni<Void> sent(Transaction transaction, String id, String engineMessageId, String chatId, Instant at) {
        Advance own = new Advance(null, id, engineMessageId, MessageStatus.SENT, at, null, MessageDetails.NONE);
        return advance(transaction, own, chatId, false);
    }

    /** The same for a failure. */
    public Uni<Void> failed(
            Transaction transaction, String id, ErrorCode code, MessageDetails.Failure failure, Instant at) {
        Advance own = new Advance(null, id, null, MessageStatus.FAILED, at, code, MessageDetails.of(failure));
        return advance(transaction, own, null, code.mayBeRepeated());
    }

    /** The same for an outcome that is not known. */
    public Uni<Void> unknown(Transaction transaction, String id, Instant at) {
        Advance own = new Advance(null, id, null, MessageStatus.UNKNOWN, at, null, MessageDetails.NONE);
        return advance(transaction, own, null, false);
    }

    private Uni<Void> advance(Transaction transaction, Advance own, String chatId, boolean forgetKey) {
        return statuses.place(transaction, own.messageId(), chatId, forgetKey)
                .chain(() -> advance(transaction, own))
                .replaceWithVoid();
    }

    /** Advances a message to a status that this service knows by itself; null when there is no such message. */
    public Uni<Message> advance(String id, MessageStatus status, ErrorCode error, Instant at) {
        Advance own = new Advance(null, id, null, status, at, error, MessageDetails.NONE);
        return transactions.inOne(transaction -> advance(transaction, own));
    }

    /** Applies what engines report; a late or repeated report changes nothing. */
    Uni<Void> apply(Transaction transaction, List<StatusChange> changes) {
        List<Advance> reports =
                changes.stream().map(MessageStatusService::report).toList();
        return waves(transaction, reports)
                .onItem()
                .transformToUniAndConcatenate(wave -> statuses.advance(transaction, pick(reports, wave))
                        .invoke(stored -> publish(transaction, pick(reports, wave), stored)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Fails messages that wait for sessions that are logged out or removed, up to 500; returns how many. */
    public Uni<Integer> failGone(Instant now) {
        return transactions.inOne(transaction -> statuses.failGone(transaction, now)
                .invoke(failed -> failed.forEach(stored -> events.publishStatus(transaction, stored, now)))
                .map(List::size));
    }

    /** Changes what is {@code sending} since before the given time to {@code unknown}; returns how many. */
    public Uni<Integer> sweep(Instant before) {
        return statuses.sweep(before);
    }

    private Uni<Message> settle(Message settled, boolean forgetKey, Instant at) {
        EventType type = MessageEvents.of(settled.status());
        String data = type == null ? null : events.data(settled);
        return statuses.settle(settled, type, data, forgetKey, at).flatMap(done -> {
            signal.raise();
            return done ? Uni.createFrom().item(settled) : overtaken(settled, forgetKey, at);
        });
    }

    /** A later status was reported before the outcome of the send, so its final state is not known here. */
    private Uni<Message> overtaken(Message settled, boolean forgetKey, Instant at) {
        Advance own = new Advance(
                null,
                settled.id(),
                settled.engineMessageId(),
                settled.status(),
                at,
                settled.error(),
                settled.details());
        return transactions.inOne(transaction -> statuses.place(transaction, settled.id(), settled.chatId(), forgetKey)
                .chain(() -> advance(transaction, own)));
    }

    private Uni<Message> advance(Transaction transaction, Advance own) {
        return statuses.advance(transaction, List.of(own))
                .invoke(stored -> publish(transaction, List.of(own), stored))
                .map(stored -> stored.get(0) == null ? null : stored.get(0).message());
    }

    private void publish(Transaction transaction, List<Advance> reports, List<StoredMessage> stored) {
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i) == null) {
                LOG.debugf(
                        "A status of an unknown message of %s", reports.get(i).sessionId());
            } else {
                events.publishStatus(transaction, stored.get(i), reports.get(i).at());
            }
        }
    }

    /**
     * The places of the reports, in groups that name each message once: a statement changes a row once. A single
     * report needs no look at its message before.
     */
    private Multi<List<Integer>> waves(Transaction transaction, List<Advance> reports) {
        return reports.size() < 2
                ? Multi.createFrom().items(reports.stream().map(one -> List.of(0)))
                : statuses.lock(transaction, reports)
                        .onItem()
                        .transformToMulti(ids -> Multi.createFrom().iterable(grouped(ids)));
    }

    private static Iterable<List<Integer>> grouped(List<String> ids) {
        Map<String, Integer> named = new HashMap<>();
        Map<Integer, List<Integer>> waves = new TreeMap<>();
        for (int place = 0; place < ids.size(); place++) {
            if (ids.get(place) != null) {
                int wave = named.merge(ids.get(place), 1, Integer::sum);
                waves.computeIfAbsent(wave, any -> new ArrayList<>()).add(place);
            }
        }
        return waves.values();
    }

    private static List<Advance> pick(List<Advance> reports, List<Integer> places) {
        return places.stream().map(reports::get).toList();
    }

    private static Advance report(StatusChange change) {
        return new Advance(
                change.sessionId(),
                change.messageId(),
                change.engineMessageId(),
                MessageStatus.valueOf(change.status().name()),
                change.at(),
                change.error(),
                change.details());
    }
}
