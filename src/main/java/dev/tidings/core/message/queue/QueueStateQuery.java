package dev.tidings.core.message.queue;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What waits in the queue, of all accounts. */
@ApplicationScoped
class QueueStateQuery {
    /** By session, as the index of the queue is: each looks at its own end of it. */
    private static final String FIND = """
            SELECT coalesce(sum(waiting.messages), 0)::bigint AS backlog,
                   coalesce(extract(epoch FROM $1::timestamptz - min(waiting.oldest)), 0)::float8 AS oldest
            FROM session CROSS JOIN LATERAL (
                SELECT count(*) AS messages, min(due_at) AS oldest FROM message
                WHERE session_id = session.id AND status = 'queued' AND due_at <= $1) AS waiting
            WHERE session.status = 'connected' AND session.deleted_at IS NULL AND waiting.messages > 0""";

    private final Pool pool;

    QueueStateQuery(Pool pool) {
        this.pool = pool;
    }

    /**
     * The backlog at a moment.
     *
     * @param oldestSeconds for how long its first message has been due; 0 when there is none
     */
    record State(long backlog, double oldestSeconds) {}

    Uni<State> find(Instant now) {
        return pool.preparedQuery(FIND).execute(Tuple.of(SqlTimes.time(now))).map(rows -> {
            Row row = rows.iterator().next();
            return new State(row.getLong("backlog"), row.getDouble("oldest"));
        });
    }
}
