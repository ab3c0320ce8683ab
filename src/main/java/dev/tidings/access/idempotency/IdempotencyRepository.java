package dev.tidings.access.idempotency;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;

/** Keys that were seen, and how their requests were answered. */
@ApplicationScoped
class IdempotencyRepository {
    /** New keys, and those whose first request was never answered, go to this request; every other row is only read. */
    private static final String CLAIM = """
            WITH claimed AS (
                INSERT INTO idempotency (account_id, key, request_hash, locked_until, created_at)
                VALUES ($1, $2, $3, $5, $4)
                ON CONFLICT (account_id, key) DO UPDATE SET locked_until = $5
                    WHERE idempotency.request_hash = $3 AND idempotency.locked_until <= $4
                RETURNING 1)
            SELECT true AS claimed, NULL::bytea AS request_hash, NULL::int AS status, NULL::text AS body FROM claimed
            UNION ALL SELECT false, request_hash, status, body FROM idempotency
                WHERE account_id = $1 AND key = $2 AND NOT EXISTS (SELECT 1 FROM claimed)""";

    private static final String ANSWER =
            "UPDATE idempotency SET locked_until = NULL, status = $3, body = $4 WHERE account_id = $1 AND key = $2";

    private static final String FORGET =
            "DELETE FROM idempotency WHERE account_id = $1 AND key = $2 AND status IS NULL";

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
     * @param claimed whether this request is the one to be worked on
     * @param sameRequest whether the key came with the same request before
     * @param status null while that one is at work
     */
    record Known(boolean claimed, boolean sameRequest, Integer status, String body) {}

    Uni<Known> claim(String accountId, String key, byte[] hash, Instant now, Instant lockedUntil) {
        Tuple values = Tuple.of(accountId, key, Buffer.buffer(hash), SqlTimes.time(now), SqlTimes.time(lockedUntil));
        return execute(CLAIM, values).map(rows -> {
            // no row: the other request was forgotten between the two halves of the statement
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

    Uni<Void> answer(String accountId, String key, int status, String body) {
        return execute(ANSWER, Tuple.of(accountId, key, status, body)).replaceWithVoid();
    }

    /** Lets the key be used again: its request changed nothing. */
    Uni<Void> forget(String accountId, String key) {
        return execute(FORGET, Tuple.of(accountId, key)).replaceWithVoid();
    }

    /** Removes some of those that are older; returns how many. */
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
