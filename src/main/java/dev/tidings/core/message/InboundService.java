package dev.tidings.core.message;

import dev.tidings.core.content.MessageType;
import dev.tidings.core.engine.EchoedMessage;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.event.EventType;
import dev.tidings.core.message.MessageRepository.Key;
import dev.tidings.core.message.MessageRepository.Received;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stores inbound messages. */
@ApplicationScoped
class InboundService {
    private final MessageRepository messages;
    private final EchoRepository echoes;
    private final MessageEvents events;
    private final Ids ids;
    private final Clock clock;

    InboundService(MessageRepository messages, EchoRepository echoes, MessageEvents events, Ids ids, Clock clock) {
        this.messages = messages;
        this.echoes = echoes;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Stores each message once, with its event, and returns our ids of them in the same order; null where the session
     * is gone.
     */
    Uni<List<String>> receive(Transaction transaction, List<InboundMessage> received) {
        Instant now = clock.instant();
        List<Received> all = received.stream()
                .map(message -> new Received(ids.next(IdKind.MESSAGE), message))
                .toList();
        Map<Key, String> known = new HashMap<>();
        return Multi.createFrom()
                .iterable(inSteps(all))
                .onItem()
                .transformToUniAndConcatenate(step -> store(transaction, step, now, known))
                .collect()
                .asList()
                .chain(() -> withOlder(transaction, all, known))
                .map(ignored -> all.stream().map(one -> known.get(one.key())).toList());
    }

    /** The same for messages that the session's number sent elsewhere, or that this service sent for it. */
    Uni<List<String>> receiveEchoes(Transaction transaction, List<EchoedMessage> sent) {
        Instant now = clock.instant();
        return Multi.createFrom()
                .iterable(sent)
                .onItem()
                .transformToUniAndConcatenate(
                        message -> echoes.insert(transaction, ids.next(IdKind.MESSAGE), message, now)
                                .onItem()
                                .ifNotNull()
                                .invoke(stored -> events.publish(transaction, stored, EventType.MESSAGE_SENT, now)))
                .collect()
                .asList()
                .chain(() -> {
                    List<Key> keys = sent.stream()
                            .map(message -> new Key(message.sessionId(), message.engineMessageId()))
                            .toList();
                    return messages.known(transaction, keys)
                            .map(known -> keys.stream().map(known::get).toList());
                });
    }

    private Uni<Void> store(Transaction transaction, List<Received> step, Instant now, Map<Key, String> known) {
        return messages.insertInbound(transaction, step, now)
                .invoke(stored -> {
                    Map<String, StoredMessage> byId = stored.stream()
                            .collect(Collectors.toMap(one -> one.message().id(), Function.identity()));
                    for (Received one : step) {
                        StoredMessage fresh = byId.get(one.id());
                        if (fresh != null) {
                            known.put(one.key(), one.id());
                            events.publish(transaction, fresh, event(one.message()), now);
                        }
                    }
                })
                .replaceWithVoid();
    }

    /** Adds our ids of messages that were stored before. */
    private Uni<Void> withOlder(Transaction transaction, List<Received> all, Map<Key, String> known) {
        List<Key> missing = all.stream()
                .map(Received::key)
                .filter(key -> !known.containsKey(key))
                .distinct()
                .toList();
        return missing.isEmpty()
                ? Uni.createFrom().voidItem()
                : messages.known(transaction, missing).invoke(known::putAll).replaceWithVoid();
    }

    /** One after the other: a message that refers to another one comes after it, since a statement does not see its own rows. */
    static List<List<Received>> inSteps(List<Received> all) {
        List<List<Received>> steps = new ArrayList<>();
        List<Received> step = new ArrayList<>();
        Set<Key> inStep = new HashSet<>();
        for (Received one : all) {
            InboundMessage message = one.message();
            if (inStep.contains(new Key(message.sessionId(), message.quotedEngineMessageId()))) {
                steps.add(step);
                step = new ArrayList<>();
                inStep.clear();
            }
            step.add(one);
            inStep.add(one.key());
        }
        if (!step.isEmpty()) {
            steps.add(step);
        }
        return steps;
    }

    private static EventType event(InboundMessage message) {
        return MessageType.of(message.content()) == MessageType.REACTION
                ? EventType.MESSAGE_REACTION
                : EventType.MESSAGE_RECEIVED;
    }
}
