package dev.tidings.core.engine.command;

import dev.tidings.core.content.MessageType;
import dev.tidings.core.engine.Capabilities;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SendOutcome;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An engine whose sessions are owned, without a socket: it writes down what it was asked for. */
final class StubEngine implements Engine {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile Function<OutboundMessage, Uni<SendOutcome>> onSend = message -> Uni.createFrom()
            .item(new SendOutcome.Accepted("wa_" + message.messageId(), Instant.parse("2026-11-27T10:00:00Z")));
    volatile RuntimeException failure;
    private final String name;

    StubEngine(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, Set.of(MessageType.TEXT), Map.of(), true);
    }

    @Override
    public Uni<Void> open(String sessionId) {
        return called("open");
    }

    @Override
    public Uni<Void> close(String sessionId) {
        return called("close");
    }

    @Override
    public Uni<Void> unlink(String sessionId, long generation) {
        return called("unlink " + generation);
    }

    @Override
    public Uni<PairingCode> pairingCode(String sessionId, String phoneNumber) {
        return called("pairingCode " + phoneNumber)
                .replaceWith(new PairingCode("ABCD-EFGH", Instant.parse("2026-11-27T10:05:00Z")));
    }

    @Override
    public Uni<Void> passkey(String sessionId, PasskeyReply reply) {
        return called("passkey " + reply.assertion());
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message) {
        return called("send " + message.content()).chain(() -> onSend.apply(message));
    }

    @Override
    public Uni<NumberLookup> lookUp(String sessionId, String phoneNumber) {
        return called("lookUp " + phoneNumber).replaceWith(new NumberLookup(true, phoneNumber));
    }

    @Override
    public Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing) {
        return called("markRead " + chatId + " " + engineMessageId + " " + typing);
    }

    private Uni<Void> called(String call) {
        calls.add(call);
        return failure == null ? Uni.createFrom().voidItem() : Uni.createFrom().failure(failure);
    }
}
