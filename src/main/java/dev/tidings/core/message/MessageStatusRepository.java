package dev.tidings.core.message;

import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** How the status of messages advances; each statement commits the new state and its event, or neither. */
@ApplicationScoped
public class MessageStatusRepository {
    /**
     * The row is locked before it is read, so that of two transactions with the same report the second finds it
     * applied already. {@code unknown} is not reported, and neither is that we read an inbound message.
     */
    private static final String ADVANCE = """
            WITH old AS (
                SELECT id, status FROM message WHERE %s FOR UPDATE
            ), moved AS (
                UPDATE message AS m SET
                    status = CASE WHEN message_advances(m.status, $3) THEN $3 ELSE m.status END,
                    engine_message_id = coalesce(m.engine_message_id, $2),
                    error_code = CASE WHEN $3 = 'failed' AND message_advances(m.status, $3) THEN $5 ELSE m.error_code END,
                    sent_at = CASE WHEN $3 = 'sent' THEN coalesce(m.sent_at, $4) ELSE m.sent_at END,
                    delivered_at = CASE WHEN $3 = 'delivered' THEN coalesce(m.delivered_at, $4) ELSE m.delivered_at END,
                    read_at = CASE WHEN $3 = 'read' THEN coalesce(m.read_at, $4) ELSE m.read_at END,
                    played_at = CASE WHEN $3 = 'played' THEN coalesce(m.played_at, $4) ELSE m.played_at END,
                    failed_at = CASE WHEN $3 = 'failed' AND message_advances(m.status, $3) THEN $4 ELSE m.failed_at END,
                    details = CASE WHEN $3 = 'failed' AND NOT message_advances(m.status, $3) THEN m.details
                                   ELSE nullif(coalesce(m.details, '{}') || coalesce($7::jsonb, '{}'), '{}') END
                FROM old WHERE m.id = old.id RETURNING m AS message, old.status AS old_status
            )
            SELECT""" + MessageRows.COLUMNS + """
                , CASE WHEN status <> old_status AND status <> 'unknown' AND direction = 'outbound'
                       THEN publish_event(account_id, session_id, 'message.' || status, message_json(message, $6), $4)
                  END AS sequence
            FROM moved CROSS JOIN LATERAL (SELECT (message).*) AS now""";

    private static final String ADVANCE_BY_ID = ADVANCE.formatted("id = $1");
    /** Engines return ids that others may have chosen: our id counts within its session only. */
    private static final String ADVANCE_BY_ID_IN_SESSION =
            ADVANCE.formatted("id = $1 AND session_id = $8 AND direction = 'outbound'");

    private static final String ADVANCE_BY_ENGINE_ID =
            ADVANCE.formatted("session_id = $1 AND engine_message_id = $2 AND direction = 'outbound'");

    /** Messages that wait for a session that will not come back. */
    private static final String FAIL_GONE = """
            WITH gone AS (
                UPDATE message AS m SET status = 'failed', error_code = $2, failed_at = $1 WHERE id IN (
                    SELECT message.id FROM message JOIN session ON session.id = message.session_id
                    WHERE message.status = 'queued' AND (session.status = 'logged_out' OR session.deleted_at IS NOT NULL)
                    LIMIT 500 FOR UPDATE OF message SKIP LOCKED)
                RETURNING m AS message
            )
            SELECT publish_event((message).account_id, (message).session_id, 'message.failed',
                                 message_json(message, $3), $1)
            FROM gone ORDER BY (message).session_id, (message).id""";

    /** What waits for the owner of its session was not sent, and is failed when its time is over. */
    private static final String SWEEP = """
            UPDATE message SET status = 'unknown' WHERE status = 'sending' AND sending_at < $1
              AND NOT EXISTS (SELECT 1 FROM engine_command WHERE engine_command.id = message.id AND state = 'waiting')""";

    private static final String FORGET_KEY = "UPDATE message SET idempotency_key = NULL WHERE id = $1";

    private static final String MOVE_TO_CHAT = "UPDATE message SET chat_id = $2 WHERE id = $1";

    private final Pool pool;
    private final MessageRows rows;
    private final ContentCodec codec;

    MessageStatusRepository(Pool pool, MessageRows rows, ContentCodec codec) {
        this.pool = pool;
        this.rows = rows;
        this.codec = codec;
    }

    /** Advances a message; a late status only stores its time. Null when there is no such message. */
    public Uni<Message> advance(String id, String engineMessageId, MessageStatus status, ErrorCode error, Instant at) {
        return advance(null, id, engineMessageId, status, error, at);
    }

    /** @param transaction null for a statement that commits by itself */
    public Uni<Message> advance(
            Transaction transaction,
            String id,
            String engineMessageId,
            MessageStatus status,
            ErrorCode error,
            Instant at) {
        return advance(
                client(transaction),
                ADVANCE_BY_ID,
                values(id, engineMessageId, status, error, at, MessageDetails.NONE));
    }

    /**
     * Moves a message to {@code failed}.
     *
     * @param transaction null for a statement that commits by itself
     * @param failure what the engine itself reports about it, or null
     */
    public Uni<Message> fail(
            Transaction transaction, String id, ErrorCode error, MessageDetails.Failure failure, Instant at) {
        return advance(client(transaction), ADVANCE_BY_ID, values(id, null, MessageStatus.FAILED, error, at, MessageDetails.of(failure)));
    }

    /** The same for a report that identifies the message by the engine's id, or by ours. */
    Uni<Message> advance(Transaction transaction, StatusChange change, MessageStatus status) {
        return change.messageId() != null
                ? advance(
                        transaction.connection(),
                        ADVANCE_BY_ID_IN_SESSION,
                        values(change, change.messageId(), status).addString(change.sessionId()))
                : advance(transaction.connection(), ADVANCE_BY_ENGINE_ID, values(change, change.sessionId(), status));
    }

    /** Fails messages that wait for sessions that are logged out or removed, up to 500; returns how many. */
    public Uni<Integer> failGone(Instant now) {
        ErrorCode error = ErrorCode.SESSION_DISCONNECTED;
        return pool.preparedQuery(FAIL_GONE)
                .execute(Tuple.of(SqlTimes.time(now), error.code(), error.message()))
                .map(RowSet::size);
    }

    /** Changes what is {@code sending} since before the given time to {@code unknown}; returns how many. */
    public Uni<Integer> sweep(Instant sendingBefore) {
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of(SqlTimes.time(sendingBefore)))
                .map(RowSet::rowCount);
    }

    /** Allows the request that made the message to be repeated with the same key. */
    public Uni<Void> forgetKey(Transaction transaction, String messageId) {
        return client(transaction).preparedQuery(FORGET_KEY).execute(Tuple.of(messageId)).replaceWithVoid();
    }

    /** Moves a message to the conversation that WhatsApp has for its recipient. */
    public Uni<Void> moveToChat(Transaction transaction, String messageId, String chatId) {
        return client(transaction).preparedQuery(MOVE_TO_CHAT)
                .execute(Tuple.of(messageId, chatId))
                .replaceWithVoid();
    }

    private SqlClient client(Transaction transaction) {
        return transaction == null ? pool : transaction.connection();
    }

    private Uni<Message> advance(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values).map(rows::first);
    }

    private Tuple values(StatusChange change, String key, MessageStatus status) {
        return values(key, change.engineMessageId(), status, change.error(), change.at(), change.details());
    }

    private Tuple values(
            String key,
            String engineMessageId,
            MessageStatus status,
            ErrorCode error,
            Instant at,
            MessageDetails details) {
        return Tuple.of(
                        key,
                        engineMessageId,
                        status.wireName(),
                        SqlTimes.time(at),
                        error == null ? null : error.code(),
                        error == null ? null : error.message())
                .addJsonObject(codec.write(details));
    }
}
