package dev.tidings.engine.cloud.inbound;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Messages whose files are still to be fetched from Meta. */
@ApplicationScoped
class DownloadRepository {
    /** A message that Meta reports again, after it was reported here with its file, is not fetched again. */
    private static final String PROMISE = """
            INSERT INTO cloud_download (session_id, engine_message_id, message, received_at, due_at)
            SELECT $1, $2, $3, $4, $4 WHERE NOT EXISTS (
                SELECT 1 FROM message WHERE session_id = $1 AND engine_message_id = $2)
            ON CONFLICT DO NOTHING""";

    /** The account is that of the session, even if the session was removed meanwhile. */
    private static final String CLAIM = """
            UPDATE cloud_download AS download SET due_at = $2, attempts = attempts + 1
            FROM session, (
                SELECT session_id, engine_message_id FROM cloud_download
                WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
            WHERE download.session_id = due.session_id AND download.engine_message_id = due.engine_message_id
              AND session.id = due.session_id
            RETURNING download.session_id, download.engine_message_id, download.message, download.attempts,
                      session.account_id""";

    private static final String LATER =
            "UPDATE cloud_download SET due_at = $3 WHERE session_id = $1 AND engine_message_id = $2";

    private static final String DONE = "DELETE FROM cloud_download WHERE session_id = $1 AND engine_message_id = $2";

    private final Pool pool;

    DownloadRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A message whose file is to be fetched.
     *
     * @param message as Meta wrote it
     * @param attempts including this one
     */
    record Download(String sessionId, String engineMessageId, JsonObject message, int attempts, String accountId) {}

    Uni<Void> promise(String sessionId, CloudNotification.Message message, Instant now) {
        return execute(PROMISE, Tuple.of(sessionId, message.id(), message.raw(), SqlTimes.time(now)))
                .replaceWithVoid();
    }

    /** Up to the given number of those that are due; each belongs to this replica until the given time. */
    Uni<List<Download>> claim(int limit, Instant now, Instant until) {
        return execute(CLAIM, Tuple.of(SqlTimes.time(now), SqlTimes.time(until), limit))
                .map(rows -> {
                    List<Download> claimed = new ArrayList<>(rows.size());
                    rows.forEach(row -> claimed.add(download(row)));
                    return claimed;
                });
    }

    Uni<Void> later(Download download, Instant dueAt) {
        return execute(LATER, Tuple.of(download.sessionId(), download.engineMessageId(), SqlTimes.time(dueAt)))
                .replaceWithVoid();
    }

    Uni<Void> done(Download download) {
        return execute(DONE, Tuple.of(download.sessionId(), download.engineMessageId()))
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static Download download(Row row) {
        return new Download(
                row.getString("session_id"),
                row.getString("engine_message_id"),
                row.getJsonObject("message"),
                row.getInteger("attempts"),
                row.getString("account_id"));
    }
}
