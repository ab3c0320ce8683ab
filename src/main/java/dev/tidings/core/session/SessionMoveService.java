package dev.tidings.core.session;

import dev.tidings.core.directory.OwnedEngines;
import dev.tidings.core.directory.OwnedSession;
import dev.tidings.core.directory.OwnerDirectory;
import dev.tidings.core.directory.Replica;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.command.SessionMoves;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Which replica owns which session, and moves between them, for operators. */
@ApplicationScoped
public class SessionMoveService {
    private static final Logger LOG = Logger.getLogger(SessionMoveService.class);

    private static final Set<SessionStatus> PAIRING = EnumSet.of(
            SessionStatus.STARTING, SessionStatus.QR_PENDING, SessionStatus.PASSKEY_REQUIRED, SessionStatus.CONNECTING);

    private final OwnerDirectory owners;
    private final OwnedEngines engines;
    private final SessionMoves moves;

    SessionMoveService(OwnerDirectory owners, OwnedEngines engines, SessionMoves moves) {
        this.owners = owners;
        this.engines = engines;
        this.moves = moves;
    }

    public Uni<List<Replica>> replicas() {
        return owners.replicas();
    }

    /** @param replicaId only those that this replica owns; null for all */
    public Uni<List<OwnedSession>> list(String replicaId, String afterId, int limit) {
        return owners.list(replicaId, afterId, limit);
    }

    /** @throws ApiException {@code session_not_found} */
    public Uni<OwnedSession> get(String sessionId) {
        if (!IdKind.SESSION.matches(sessionId)) {
            throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
        }
        LogContext.session(sessionId);
        return owners.find(sessionId).onItem().ifNull().failWith(() -> ApiException.of(ErrorCode.SESSION_NOT_FOUND));
    }

    /**
     * Has the owner of a session close its connection and leave the session to another replica, which connects it again.
     *
     * @param replicaId the replica that shall own it; null for the one with the fewest sessions
     * @throws ApiException {@code session_not_found}; {@code not_supported_by_engine} for an engine without owners;
     *     {@code session_conflict} for a session that is being paired, has no owner, or has nowhere to go;
     *     {@code invalid_request} for a replica that cannot take it; {@code service_unavailable} when the owner does
     *     not answer
     */
    public Uni<OwnedSession> move(String sessionId, String replicaId) {
        return get(sessionId)
                .invoke(this::requireMovable)
                .flatMap(session -> owners.replicas()
                        .map(live -> target(session, live, replicaId))
                        .invoke(target ->
                                LOG.infof("An operator moves %s from %s to %s", sessionId, session.replicaId(), target))
                        .flatMap(target -> moves.move(sessionId, session.engine(), target)))
                .chain(() -> get(sessionId));
    }

    private void requireMovable(OwnedSession session) {
        if (!engines.owned().contains(session.engine())) {
            throw ApiException.because(
                    ErrorCode.NOT_SUPPORTED_BY_ENGINE,
                    "sessions of the engine " + session.engine() + " belong to no replica");
        }
        if (session.replicaId() == null) {
            throw conflict("it has no owner; the next replica with room for it takes it");
        }
        if (PAIRING.contains(session.status())) {
            throw conflict("it is being linked, which would have to begin anew");
        }
    }

    private static String target(OwnedSession session, List<Replica> live, String wanted) {
        List<Replica> others = live.stream()
                .filter(replica -> !replica.id().equals(session.replicaId()) && replica.hasRoom())
                .sorted(Comparator.comparingInt(Replica::sessions))
                .toList();
        if (wanted == null) {
            return others.stream()
                    .findFirst()
                    .map(Replica::id)
                    .orElseThrow(() -> conflict("no other replica has room for it"));
        }
        return others.stream()
                .map(Replica::id)
                .filter(wanted::equals)
                .findFirst()
                .orElseThrow(() -> ApiException.of(
                        ErrorCode.INVALID_REQUEST, "replicaId", "must be another living replica that has room"));
    }

    private static ApiException conflict(String reason) {
        return ApiException.because(ErrorCode.SESSION_CONFLICT, reason);
    }
}
