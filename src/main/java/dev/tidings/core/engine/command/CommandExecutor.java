package dev.tidings.core.engine.command;

import dev.tidings.core.directory.OwnershipKeeper;
import dev.tidings.core.directory.OwnershipLostException;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.core.engine.command.CommandRepository.Taken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Calls the engine for another replica; the result is always a value, also of a failure. */
@ApplicationScoped
class CommandExecutor {
    private static final Logger LOG = Logger.getLogger(CommandExecutor.class);

    /** As long as a send may take that needs no other replica. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RoutedEngines engines;
    private final SessionOwnership ownership;
    private final OwnershipKeeper keeper;
    private final CommandCodec codec;

    CommandExecutor(RoutedEngines engines, SessionOwnership ownership, OwnershipKeeper keeper, CommandCodec codec) {
        this.engines = engines;
        this.ownership = ownership;
        this.keeper = keeper;
        this.codec = codec;
    }

    Uni<JsonObject> run(Taken taken, OwnershipToken token) {
        EngineCommand command;
        try {
            command = codec.command(taken);
        } catch (IllegalStateException unreadable) {
            return Uni.createFrom().item(refused(taken, unreadable));
        }
        Uni<JsonObject> result = command.type() == CommandType.MOVE
                // it waits for the calls under way itself
                ? keeper.move(token, command.arguments().getString("replicaId")).replaceWith(new JsonObject())
                : ownership.calling(token, () -> call(engines.direct(command.engine()), command));
        return result.ifNoItem().after(LIMIT).fail().onFailure().recoverWithItem(failure -> failed(command, failure));
    }

    /** Sealed with a key that this replica does not have, for example: nothing was done. */
    private static JsonObject refused(Taken taken, IllegalStateException unreadable) {
        LOG.warnf("The call %s of another replica cannot be read: %s", taken.id(), unreadable.getMessage());
        return taken.type() == CommandType.SEND
                ? CommandCodec.outcome(CommandCalls.UNTAKEN)
                : CommandCodec.failure(unreadable);
    }

    private Uni<JsonObject> call(Engine engine, EngineCommand command) {
        String session = command.sessionId();
        JsonObject arguments = command.arguments();
        return switch (command.type()) {
            case OPEN -> engine.open(session).replaceWith(new JsonObject());
            case CLOSE -> engine.close(session).replaceWith(new JsonObject());
            case UNLINK ->
                engine.unlink(session, arguments.getLong("generation")).replaceWith(new JsonObject());
            case PAIRING_CODE ->
                engine.pairingCode(session, arguments.getString("phoneNumber")).map(CommandCodec::code);
            case PASSKEY ->
                engine.passkey(session, CommandCodec.passkey(arguments)).replaceWith(new JsonObject());
            case LOOK_UP ->
                engine.lookUp(session, arguments.getString("phoneNumber")).map(CommandCodec::lookup);
            case MARK_READ ->
                engine.markRead(
                                session,
                                arguments.getString("chatId"),
                                arguments.getString("engineMessageId"),
                                arguments.getBoolean("typing"))
                        .replaceWith(new JsonObject());
            case SEND -> engine.send(codec.message(session, arguments)).map(CommandCodec::outcome);
            case MOVE -> throw new IllegalStateException("an engine moves no session");
        };
    }

    private static JsonObject failed(EngineCommand command, Throwable failure) {
        boolean moved = failure instanceof OwnershipLostException;
        if (command.type() != CommandType.SEND) {
            return CommandCodec.failure(moved ? RoutedEngine.moving() : failure);
        }
        if (moved) {
            return CommandCodec.outcome(CommandCalls.UNTAKEN);
        }
        LOG.warnf("The outcome of %s is unknown: %s", command.id(), failure.toString());
        return CommandCodec.outcome(new SendOutcome.Lost());
    }
}
