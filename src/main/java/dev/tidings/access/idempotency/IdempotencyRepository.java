package dev.tidings.access.idempotency;

import dev.tidings.platform.sql.SqlTimes;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;

/** Known keys, and how their requests were answered. */
@ApplicationScoped
class IdempotencyRepository {
    /**
     * This request claims new keys, and those whose first request died before it did anything; every other row is only
     * read. While the first request runs, it has no answer yet, whatever its statements have stored.
     */
    private static final String CLAIM = """
            WITH claimed AS (
                INSERT INTO idempotency (account_id, key, request_hash, locked_until, created_at)
                VALUES ($1, $2, $3, $5, $4)
                ON CONFLICT (account_id, key) DO UPDATE SET locked_until = $5
                    WHERE idempotency.request_hash = $3 AND idempotency.locked_until <= $4 AND idempotency.status IS NULL
                RETURNING 1)
            SELECT true AS claimed, NULL::bytea AS request_hash, NULL::int AS status, NULL::text AS body FROM claimed
            UNION ALL SELECT false, request_hash, CASE WHEN locked_until > $4 THEN NULL ELSE status END, body
                FROM idempotency WHERE account_id = $1 AND key = $2 AND NOT EXISTS (SELECT 1 FROM claimed)""";

    /** Only for the request that holds the claim. */
    private static final String ANSWER = """
            UPDATE idempotency SET locked_until = NULL, status = $4, body = $5
            WHERE account_id = $1 AND key = $2 AND locked_until = $3""";

    /** What was made stays, whatever failed after it: its answer is kept. */
    private static final String RELEASE = """
            WITH unused AS (
                DELETE FROM idempotency WHERE account_id = $1 AND key = $2 AND locked_until = $3 AND status IS NULL)
            UPDATE idempotency SET locked_until = NULL
            WHERE account_id = $1 AND key = $2 AND locked_until = $3 AND status IS NOT NULL""";

    private static final String KEEP =
            "SELECT keep_answer(CAST(:account AS text), CAST(:key AS text), CAST(:status AS int), CAST(:body AS text))";

    private static final String EXPIRE = """
            DELETE FROM idempotency WHERE ctid IN (
                SELECT ctid FROM idempotency WHERE created_at < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;

    IdempotencyRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is known of a key.
     *
     * @param claimed whether this request is the one to be processed
     * @param sameRequest whether the key was used with the same request before
     * @param status null while that request runs
     */
    record Known(boolean claimed, boolean sameRequest, Integer status, String body) {}

    Uni<Known> claim(ClaimedKey key, byte[] hash, Instant now) {
        Tuple values = Tuple.of(
                key.accountId(), key.key(), Buffer.buffer(hash), SqlTimes.time(now), SqlTimes.time(key.lockedUntil()));
        return execute(CLAIM, values).map(rows -> {
            // no row: the other request was removed between the two halves of the statement
            if (rows.size() == 0) {
                return new Known(false, true, null, null);
            }
            Row row = rows.iterator().next();
            byte[] known = bytes(row);
            return new Known(
                    row.getBoolean("claimed"),
                    known == null || Arrays.equals(known, hash),
                    row.getInteger("status"),
                    row.getString("body"));
        });
    }

    Uni<Void> answer(ClaimedKey key, int status, String body) {
        return execute(ANSWER, Tuple.of(key.accountId(), key.key(), SqlTimes.time(key.lockedUntil()), status, body))
                .replaceWithVoid();
    }

    /** Frees the key for another request, unless something was made with it. */
    Uni<Void> release(ClaimedKey key) {
        return execute(RELEASE, Tuple.of(key.accountId(), key.key(), SqlTimes.time(key.lockedUntil())))
                .replaceWithVoid();
    }

    /** Stores an answer within the current Panache transaction. */
    Uni<Void> keepInSession(KeptAnswer answer) {
        return Panache.getSession()
                .flatMap(session -> session.createNativeQuery(KEEP, Boolean.class)
                        .setParameter("account", answer.accountId())
                        .setParameter("key", answer.key())
                        .setParameter("status", answer.status())
                        .setParameter("body", answer.body())
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** Removes a batch of the keys that are older; returns how many. */
    Uni<Integer> expire(Instant before) {
        return execute(EXPIRE, Tuple.of(SqlTimes.time(before))).map(RowSet::rowCount);
    }

    private static byte[] bytes(Row row) {
        Buffer hash = row.getDelegate().getBuffer("request_hash");
        return hash == null ? null : hash.getBytes();
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
