package dev.tidings.core.directory;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Sessions of all accounts with their owners, for operators. */
@ApplicationScoped
class OwnedSessionRepository {
    private static final String SELECT = """
            SELECT s.id, s.account_id, s.engine, s.status, r.id AS replica_id, r.name AS replica_name, o.token,
                   CASE WHEN r.id IS NOT NULL THEN o.since END AS since, f.frame_at
            FROM session AS s LEFT JOIN session_owner AS o ON o.session_id = s.id
            LEFT JOIN replica AS r ON r.id = o.replica_id AND r.gone_at IS NULL
            LEFT JOIN session_frame AS f ON f.session_id = s.id
            WHERE s.deleted_at IS NULL""";

    private static final String FIND = SELECT + " AND s.id = $1";

    private static final String LIST = SELECT
            + " AND ($1::text IS NULL OR r.id = $1) AND ($2::text IS NULL OR s.id < $2) ORDER BY s.id DESC LIMIT $3";

    private final Pool pool;

    OwnedSessionRepository(Pool pool) {
        this.pool = pool;
    }

    /** The session, or null. */
    Uni<OwnedSession> find(String id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : session(rows.iterator().next()));
    }

    /**
     * Newest first, after the given id if there is one.
     *
     * @param replicaId only those that this replica owns; null for all
     */
    Uni<List<OwnedSession>> list(String replicaId, String afterId, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(replicaId, afterId, limit))
                .map(rows -> {
                    List<OwnedSession> sessions = new ArrayList<>(rows.size());
                    rows.forEach(row -> sessions.add(session(row)));
                    return sessions;
                });
    }

    private static OwnedSession session(Row row) {
        return new OwnedSession(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("engine"),
                SessionStatus.ofWireName(row.getString("status")),
                row.getString("replica_id"),
                row.getString("replica_name"),
                row.getLong("token"),
                SqlTimes.instant(row, "since"),
                SqlTimes.instant(row, "frame_at"));
    }
}
