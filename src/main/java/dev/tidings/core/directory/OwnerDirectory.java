package dev.tidings.core.directory;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which replica owns which session, for operators. */
@ApplicationScoped
public class OwnerDirectory {
    private final OwnedSessionRepository sessions;
    private final OwnershipRepository replicas;

    OwnerDirectory(OwnedSessionRepository sessions, OwnershipRepository replicas) {
        this.sessions = sessions;
        this.replicas = replicas;
    }

    /** The session of whatever account, or null. */
    public Uni<OwnedSession> find(String sessionId) {
        return sessions.find(sessionId);
    }

    /**
     * Newest first, after the given id if there is one.
     *
     * @param replicaId only those that this replica owns; null for all
     */
    public Uni<List<OwnedSession>> list(String replicaId, String afterId, int limit) {
        return sessions.list(replicaId, afterId, limit);
    }

    /** The replicas that hold their lease, the oldest first; none where no engine's sessions are owned. */
    public Uni<List<Replica>> replicas() {
        return replicas.live();
    }
}
