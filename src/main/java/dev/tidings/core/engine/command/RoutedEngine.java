package dev.tidings.core.engine.command;

import dev.tidings.core.directory.OwnershipLostException;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.Capabilities;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.MessageTemplate;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.engine.TemplatePage;
import dev.tidings.core.engine.command.CommandCalls.UntakenException;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An engine whose sessions are owned: calls the engine here for sessions of this replica, and their owners for all
 * others.
 */
final class RoutedEngine implements Engine {
    /** Nothing was written to the session's socket. */
    private static final SendOutcome MOVING =
            new SendOutcome.Deferred(ErrorCode.SERVICE_UNAVAILABLE, Duration.ofSeconds(1), SendOutcome.Extent.SESSION);

    private final Engine engine;
    private final SessionOwnership ownership;
    private final CommandCalls calls;
    private final CommandCodec codec;
    private final Ids ids;
    private final boolean onlyHere;

    /** @param onlyHere whether sends for sessions of other replicas have to wait, instead of reaching their owner */
    RoutedEngine(
            Engine engine,
            SessionOwnership ownership,
            CommandCalls calls,
            CommandCodec codec,
            Ids ids,
            boolean onlyHere) {
        this.engine = engine;
        this.ownership = ownership;
        this.calls = calls;
        this.codec = codec;
        this.ids = ids;
        this.onlyHere = onlyHere;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Capabilities capabilities() {
        return engine.capabilities();
    }

    @Override
    public Uni<Void> configure(String sessionId, Map<String, Object> config) {
        return engine.configure(sessionId, config);
    }

    @Override
    public Uni<Void> open(String sessionId) {
        return owning(CommandType.OPEN, sessionId, () -> engine.open(sessionId));
    }

    @Override
    public Uni<Void> close(String sessionId) {
        return owning(CommandType.CLOSE, sessionId, () -> engine.close(sessionId));
    }

    @Override
    public Uni<Void> unlink(String sessionId, long generation) {
        return owning(
                CommandType.UNLINK,
                sessionId,
                new JsonObject().put("generation", generation),
                () -> engine.unlink(sessionId, generation));
    }

    @Override
    public Uni<PairingCode> pairingCode(String sessionId, String phoneNumber) {
        return here(sessionId, () -> engine.pairingCode(sessionId, phoneNumber))
                .orElseGet(() -> remote(
                                CommandType.PAIRING_CODE, sessionId, new JsonObject().put("phoneNumber", phoneNumber))
                        .map(CommandCodec::pairingCode));
    }

    @Override
    public Uni<Void> passkey(String sessionId, PasskeyReply reply) {
        return here(sessionId, () -> engine.passkey(sessionId, reply))
                .orElseGet(() -> remote(CommandType.PASSKEY, sessionId, CommandCodec.passkey(reply))
                        .replaceWithVoid());
    }

    @Override
    public Uni<NumberLookup> lookUp(String sessionId, String phoneNumber) {
        return here(sessionId, () -> engine.lookUp(sessionId, phoneNumber))
                .orElseGet(
                        () -> remote(CommandType.LOOK_UP, sessionId, new JsonObject().put("phoneNumber", phoneNumber))
                                .map(CommandCodec::lookup));
    }

    @Override
    public Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing) {
        return here(sessionId, () -> engine.markRead(sessionId, chatId, engineMessageId, typing))
                .orElseGet(() -> remote(
                                CommandType.MARK_READ,
                                sessionId,
                                new JsonObject()
                                        .put("chatId", chatId)
                                        .put("engineMessageId", engineMessageId)
                                        .put("typing", typing))
                        .replaceWithVoid());
    }

    /** Needs no connection of the session, so every replica may ask. */
    @Override
    public Uni<TemplatePage> templates(String sessionId, TemplateFilter filter, String after, int limit) {
        return engine.templates(sessionId, filter, after, limit);
    }

    @Override
    public Uni<MessageTemplate> template(String sessionId, String templateId) {
        return engine.template(sessionId, templateId);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message) {
        return Uni.createFrom()
                .deferred(() -> called(message.sessionId(), () -> engine.send(message))
                        .map(sent ->
                                sent.onFailure(OwnershipLostException.class).recoverWithItem(MOVING))
                        .orElseGet(() -> onlyHere ? Uni.createFrom().item(MOVING) : sendByOwner(message)));
    }

    private Uni<SendOutcome> sendByOwner(OutboundMessage message) {
        EngineCommand command = new EngineCommand(
                message.messageId(), message.sessionId(), name(), CommandType.SEND, codec.message(message));
        return calls.call(command)
                .map(CommandCodec::outcome)
                .onFailure(UntakenException.class)
                .recoverWithItem(CommandCalls.UNTAKEN);
    }

    /** A call that makes this replica the owner of a session that has none. */
    private Uni<Void> owning(CommandType type, String sessionId, Supplier<Uni<Void>> call) {
        return owning(type, sessionId, new JsonObject(), call);
    }

    private Uni<Void> owning(CommandType type, String sessionId, JsonObject arguments, Supplier<Uni<Void>> call) {
        return Uni.createFrom()
                .deferred(() -> here(sessionId, call)
                        .orElseGet(() -> ownership
                                .acquire(sessionId, name())
                                .flatMap(token -> token.isPresent()
                                        ? ownership.calling(token.get(), call)
                                        : remote(type, sessionId, arguments).replaceWithVoid())));
    }

    /** A session that is lost before anything was written for it can be reached in a moment. */
    private <T> Optional<Uni<T>> here(String sessionId, Supplier<Uni<T>> call) {
        return called(sessionId, call)
                .map(result -> result.onFailure(OwnershipLostException.class).transform(lost -> moving()));
    }

    static ApiException moving() {
        return ApiException.retryAfter(
                ErrorCode.SERVICE_UNAVAILABLE, "the session moves to another replica", Duration.ofSeconds(1));
    }

    private <T> Optional<Uni<T>> called(String sessionId, Supplier<Uni<T>> call) {
        Optional<OwnershipToken> token = ownership.callable(sessionId);
        return token.map(held -> ownership.calling(held, call));
    }

    private Uni<JsonObject> remote(CommandType type, String sessionId, JsonObject arguments) {
        return calls.callAgain(new EngineCommand("cmd_" + ids.random(), sessionId, name(), type, arguments));
    }
}
