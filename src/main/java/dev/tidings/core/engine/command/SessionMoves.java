package dev.tidings.core.engine.command;

import dev.tidings.core.directory.OwnershipKeeper;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;

/** Moves a session to another replica when an operator asks for it; its owner closes the connection first. */
@ApplicationScoped
public class SessionMoves {
    private final SessionOwnership ownership;
    private final OwnershipKeeper keeper;
    private final CommandCalls calls;
    private final Ids ids;

    SessionMoves(SessionOwnership ownership, OwnershipKeeper keeper, CommandCalls calls, Ids ids) {
        this.ownership = ownership;
        this.keeper = keeper;
        this.calls = calls;
        this.ids = ids;
    }

    /**
     * Completes when the owner has left the session to the other replica.
     *
     * @throws dev.tidings.platform.error.ApiException {@code service_unavailable} when the owner does not answer
     */
    public Uni<Void> move(String sessionId, String engine, String replicaId) {
        return ownership
                .callable(sessionId)
                .map(token -> keeper.move(token, replicaId))
                .orElseGet(() -> calls.callAgain(new EngineCommand(
                                "cmd_" + ids.random(),
                                sessionId,
                                engine,
                                CommandType.MOVE,
                                new JsonObject().put("replicaId", replicaId)))
                        .replaceWithVoid());
    }
}
