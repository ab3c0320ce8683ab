package dev.tidings.core.directory;

import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Leases of replicas and owners of sessions. All times are PostgreSQL's. A replica that is marked as gone never comes
 * back, so a statement may rely on the mark however old its snapshot is.
 */
@ApplicationScoped
class OwnershipRepository {
    private static final String LEASE = "clock_timestamp() + $2::float8 * interval '1 millisecond'";

    private static final String REGISTER = """
            INSERT INTO replica (id, lease_until, name, max_sessions, started_at, beat_at)
            VALUES ($1, """ + LEASE + """
            , $3, $4, clock_timestamp(), clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until WHERE replica.gone_at IS NULL""";

    private static final String BEAT = "UPDATE replica SET beat_at = clock_timestamp(), lease_until = " + LEASE
            + ", draining = $3 WHERE id = $1 AND gone_at IS NULL";

    /**
     * The row's lock makes it certain that a replica is either renewed or gone: a renewal that comes meanwhile is waited
     * for, and one that comes later finds the mark.
     */
    private static final String MARK_GONE = "UPDATE replica SET gone_at = clock_timestamp()"
            + " WHERE gone_at IS NULL AND (lease_until < clock_timestamp() OR id = $1)";

    private static final String FREE = """
            (o.replica_id IS NULL OR o.replica_id IN (SELECT id FROM replica WHERE gone_at IS NOT NULL))""";

    private static final String LIVE = """
            SELECT id, name, started_at, beat_at, max_sessions, draining,
                   (SELECT count(*) FROM session_owner WHERE replica_id = replica.id) AS sessions
            FROM replica WHERE gone_at IS NULL ORDER BY started_at, id""";

    private static final String COUNT_FREE =
            "SELECT count(*) AS free, count(*) FILTER (WHERE offered_to = $2) AS offered"
                    + " FROM session_owner AS o WHERE engine = ANY ($1) AND " + FREE;

    /** Rows that another replica locks are left to it. */
    private static final String TAKE = """
            WITH free AS (
                SELECT o.session_id FROM session_owner AS o LEFT JOIN replica AS old ON old.id = o.replica_id
                WHERE o.engine = ANY ($2) AND (o.replica_id IS NULL OR old.gone_at IS NOT NULL)
                  AND EXISTS (SELECT 1 FROM replica WHERE id = $1 AND gone_at IS NULL AND NOT draining)
                  AND (coalesce(o.free_since, old.gone_at) < clock_timestamp() - interval '2 seconds'
                       OR ($4 AND (o.offered_to IS NULL OR o.offered_to = $1)))
                ORDER BY o.offered_to = $1 DESC NULLS LAST, o.session_id LIMIT $3 FOR UPDATE OF o SKIP LOCKED
            ), taken AS (
                UPDATE session_owner AS o
                SET replica_id = $1, token = nextval('session_owner_token'), since = clock_timestamp(),
                    offered_to = NULL, free_since = NULL
                FROM free WHERE o.session_id = free.session_id RETURNING o.session_id, o.engine, o.token
            )
            SELECT * FROM taken ORDER BY session_id""";

    /** Sessions that nobody has room for and that are still shown as connected. */
    private static final String WAITING = """
            SELECT o.session_id FROM session_owner AS o LEFT JOIN replica AS old ON old.id = o.replica_id
            WHERE o.engine = ANY ($1) AND (o.replica_id IS NULL OR old.gone_at IS NOT NULL)
              AND coalesce(o.free_since, old.gone_at) < clock_timestamp() - interval '2 seconds'
              AND EXISTS (SELECT 1 FROM session WHERE id = o.session_id AND status IN ('connected', 'connecting'))
            ORDER BY o.session_id LIMIT 200 FOR UPDATE OF o SKIP LOCKED""";

    /** For a session that has no living owner; without room for it here it waits for another replica. */
    private static final String ACQUIRE = """
            INSERT INTO session_owner AS o (session_id, engine, replica_id, token, since, free_since)
            SELECT $1, $2, CASE WHEN $4 THEN $3 END, nextval('session_owner_token'), clock_timestamp(),
                   CASE WHEN NOT $4 THEN clock_timestamp() END
            ON CONFLICT (session_id) DO UPDATE SET replica_id = excluded.replica_id, token = excluded.token,
                since = excluded.since, offered_to = NULL, free_since = NULL
            WHERE $4 AND (o.replica_id IS NULL
                OR EXISTS (SELECT 1 FROM replica WHERE id = o.replica_id AND gone_at IS NOT NULL))
            RETURNING replica_id, token""";

    private static final String LOCK =
            "SELECT 1 FROM session_owner WHERE session_id = $1 AND token = $2 AND replica_id IS NOT NULL FOR SHARE";

    private static final String RELEASE = """
            UPDATE session_owner SET replica_id = NULL, offered_to = $4, free_since = clock_timestamp()
            WHERE session_id = $1 AND token = $2 AND replica_id = $3""";

    private static final String MINE = "SELECT session_id, engine, token FROM session_owner WHERE replica_id = $1";

    /** Sessions that need no connection any more. One that is just being made may not be stored yet. */
    private static final String NOT_NEEDED = """
            SELECT o.session_id, o.engine, o.token FROM session_owner AS o
            LEFT JOIN session AS s ON s.id = o.session_id
            WHERE o.replica_id = $1 AND o.since < clock_timestamp() - interval '30 seconds'
              AND (s.id IS NULL OR (NOT s.unlink_due
                   AND (s.deleted_at IS NOT NULL OR s.status IN ('logged_out', 'failed'))))
            LIMIT 200""";

    /** Not one that was restarted at this very moment. */
    private static final String FORGET = """
            DELETE FROM session_owner AS o WHERE session_id = $1 AND token = $2 AND replica_id = $3
              AND NOT EXISTS (SELECT 1 FROM session WHERE id = o.session_id AND (unlink_due
                  OR (deleted_at IS NULL AND status NOT IN ('logged_out', 'failed'))))""";

    private static final String WANTS_CONNECTION = """
            SELECT 1 FROM session WHERE id = $1 AND deleted_at IS NULL
              AND status NOT IN ('disconnected', 'logged_out', 'failed')""";

    private static final String FORGET_FRAME = "DELETE FROM session_frame WHERE session_id = $1";

    private static final String MOVABLE = """
            SELECT o.session_id, o.engine, o.token FROM session_owner AS o JOIN session AS s ON s.id = o.session_id
            WHERE o.replica_id = $1 AND s.status IN ('connected', 'reconnecting', 'disconnected')
            ORDER BY o.since LIMIT $2""";

    private static final String SAVE_FRAMES = """
            INSERT INTO session_frame AS f (session_id, frame_at) SELECT * FROM unnest($1::text[], $2::timestamptz[])
            ON CONFLICT (session_id) DO UPDATE SET frame_at = excluded.frame_at""";

    private static final String FORGET_REPLICAS = """
            DELETE FROM replica WHERE gone_at < clock_timestamp() - interval '1 hour'
              AND NOT EXISTS (SELECT 1 FROM session_owner WHERE replica_id = replica.id)""";

    private final Pool pool;

    OwnershipRepository(Pool pool) {
        this.pool = pool;
    }

    /** A session with the engine that it belongs to. */
    record Owned(OwnershipToken token, String engine) {}

    /** Sessions without a living owner; {@code offered} of them by their last owner to the replica that asks. */
    record Free(long all, long offered) {}

    /** Begins a lease; repeating it is harmless. False when it is over already. */
    Uni<Boolean> register(String replicaId, String name, int maxSessions) {
        return execute(REGISTER, Tuple.of(replicaId, leaseMillis(), name, maxSessions))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Renews the lease of all sessions of a replica; false when it is gone. */
    Uni<Boolean> beat(String replicaId, boolean draining) {
        return execute(BEAT, Tuple.of(replicaId, leaseMillis(), draining)).map(rows -> rows.rowCount() > 0);
    }

    private static double leaseMillis() {
        return Membership.LEASE.toMillis();
    }

    /**
     * Marks the replicas whose lease is over as gone.
     *
     * @param besides one that leaves by itself, or null
     */
    Uni<Void> markGone(String besides) {
        return execute(MARK_GONE, Tuple.of(besides)).replaceWithVoid();
    }

    Uni<List<Replica>> live() {
        return pool.preparedQuery(LIVE).execute().map(rows -> {
            List<Replica> live = new ArrayList<>(rows.size());
            rows.forEach(row -> live.add(replica(row)));
            return live;
        });
    }

    /** How many sessions have no living owner, and how many of them were left to this replica. */
    Uni<Free> countFree(Set<String> engines, String replicaId) {
        return execute(COUNT_FREE, Tuple.of(array(engines), replicaId)).map(rows -> {
            Row row = rows.iterator().next();
            return new Free(row.getLong("free"), row.getLong("offered"));
        });
    }

    /**
     * Takes sessions that have no living owner.
     *
     * @param fresh whether those too that were free for less than 2 s, which others may be about to take
     */
    Uni<List<Owned>> take(Transaction transaction, String replicaId, Set<String> engines, int most, boolean fresh) {
        return transaction
                .connection()
                .preparedQuery(TAKE)
                .execute(Tuple.of(replicaId, array(engines), most, fresh))
                .map(OwnershipRepository::owned);
    }

    /** Sessions that wait for a replica that has room for them, and do not show it yet; locked. */
    Uni<List<String>> waiting(Transaction transaction, Set<String> engines) {
        return transaction
                .connection()
                .preparedQuery(WAITING)
                .execute(Tuple.of((Object) array(engines)))
                .map(rows -> {
                    List<String> waiting = new ArrayList<>(rows.size());
                    rows.forEach(row -> waiting.add(row.getString("session_id")));
                    return waiting;
                });
    }

    /** The token of a session that is this replica's now; null when another replica owns it, or there is no room. */
    Uni<OwnershipToken> acquire(String sessionId, String engine, String replicaId, boolean room) {
        return execute(ACQUIRE, Tuple.of(sessionId, engine, replicaId, room)).map(rows -> {
            Row row = rows.size() == 0 ? null : rows.iterator().next();
            return row == null || row.getString("replica_id") == null
                    ? null
                    : new OwnershipToken(sessionId, row.getLong("token"));
        });
    }

    /** Keeps the owner of the session until the transaction ends; false when it is another one already. */
    Uni<Boolean> lock(Transaction transaction, OwnershipToken token) {
        return transaction
                .connection()
                .preparedQuery(LOCK)
                .execute(Tuple.of(token.sessionId(), token.token()))
                .map(rows -> rows.size() > 0);
    }

    /** @param target the replica that shall take it, or null for any */
    Uni<Void> release(OwnershipToken token, String replicaId, String target) {
        return execute(RELEASE, Tuple.of(token.sessionId(), token.token(), replicaId, target))
                .replaceWithVoid();
    }

    Uni<List<Owned>> mine(String replicaId) {
        return owned(MINE, Tuple.of(replicaId));
    }

    Uni<List<Owned>> notNeeded(String replicaId) {
        return owned(NOT_NEEDED, Tuple.of(replicaId));
    }

    /** Linked sessions of a replica that are not being paired, the longest owned first. */
    Uni<List<Owned>> movable(String replicaId, int most) {
        return owned(MOVABLE, Tuple.of(replicaId, most));
    }

    /** Removes the owner of a session that needs none any more; false when it does. */
    Uni<Boolean> forget(OwnershipToken token, String replicaId) {
        return execute(FORGET, Tuple.of(token.sessionId(), token.token(), replicaId))
                .map(rows -> rows.rowCount() > 0)
                .call(() -> execute(FORGET_FRAME, Tuple.of(token.sessionId())));
    }

    /** Whether the session is to be connected, or linked: not one that waits for a restart. */
    Uni<Boolean> wantsConnection(String sessionId) {
        return execute(WANTS_CONNECTION, Tuple.of(sessionId)).map(rows -> rows.size() > 0);
    }

    Uni<Void> saveFrames(Map<String, Instant> frames) {
        if (frames.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<String, Instant>> all = List.copyOf(frames.entrySet());
        return execute(
                        SAVE_FRAMES,
                        Tuple.of(
                                all.stream().map(Map.Entry::getKey).toArray(String[]::new),
                                all.stream()
                                        .map(frame -> SqlTimes.time(frame.getValue()))
                                        .toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> forgetReplicas() {
        return pool.preparedQuery(FORGET_REPLICAS).execute().replaceWithVoid();
    }

    private Uni<List<Owned>> owned(String sql, Tuple values) {
        return execute(sql, values).map(OwnershipRepository::owned);
    }

    private static List<Owned> owned(RowSet<Row> rows) {
        List<Owned> owned = new ArrayList<>(rows.size());
        rows.forEach(row -> owned.add(new Owned(
                new OwnershipToken(row.getString("session_id"), row.getLong("token")), row.getString("engine"))));
        return owned;
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static String[] array(Set<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static Replica replica(Row row) {
        return new Replica(
                row.getString("id"),
                row.getString("name"),
                SqlTimes.instant(row, "started_at"),
                SqlTimes.instant(row, "beat_at"),
                row.getLong("sessions").intValue(),
                row.getInteger("max_sessions"),
                row.getBoolean("draining"));
    }
}
