package dev.tidings.message;

import dev.tidings.content.ContentCodec;
import dev.tidings.content.MessageType;
import dev.tidings.engine.InboundMessage;
import dev.tidings.engine.StatusChange;
import dev.tidings.error.ErrorCode;
import dev.tidings.sql.Sql;
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

/** Messages in PostgreSQL; every statement commits by itself. */
@ApplicationScoped
class MessageRepository {
    private static final String COLUMNS = """
             id, session_id, direction, chat_id, sender, recipient, type, content, status, error_code, \
            quoted_message_id, engine_message_id, created_at, sent_at, delivered_at, read_at, failed_at \
            """;

    /** Looks at the session, and inserts only if it can send: no row means that the caller has no such session. */
    private static final String BEGIN_SENDING = """
            WITH own AS (
                SELECT id, engine, status, phone_number FROM session
                WHERE id = $2 AND account_id = $3 AND deleted_at IS NULL
            ), quoted AS (
                SELECT id, engine_message_id FROM message WHERE id = $4 AND session_id = $2 AND account_id = $3
            ), begun AS (
                INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content,
                                     status, quoted_message_id, created_at, sending_at)
                SELECT $1, $3, own.id, 'outbound', $5, own.phone_number, $5, $6, $7, 'sending', $4, $8, $8 FROM own
                WHERE own.status = 'connected' AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM quoted))
                RETURNING id
            )
            SELECT own.engine, own.status, (SELECT id FROM begun) AS begun_id, (SELECT id FROM quoted) AS quoted_id,
                   (SELECT engine_message_id FROM quoted) AS quoted_engine_id
            FROM own""";

    private static final String ADVANCE = """
            UPDATE message SET
                status = CASE WHEN message_advances(status, $3) THEN $3 ELSE status END,
                engine_message_id = coalesce(engine_message_id, $2),
                error_code = CASE WHEN $3 = 'failed' AND message_advances(status, $3) THEN $5 ELSE error_code END,
                sent_at = CASE WHEN $3 = 'sent' THEN coalesce(sent_at, $4) ELSE sent_at END,
                delivered_at = CASE WHEN $3 = 'delivered' THEN coalesce(delivered_at, $4) ELSE delivered_at END,
                read_at = CASE WHEN $3 = 'read' THEN coalesce(read_at, $4) ELSE read_at END,
                failed_at = CASE WHEN $3 = 'failed' AND message_advances(status, $3) THEN $4 ELSE failed_at END
            WHERE %s RETURNING""" + COLUMNS;

    private static final String ADVANCE_BY_ID = ADVANCE.formatted("id = $1");
    private static final String ADVANCE_BY_ENGINE_ID =
            ADVANCE.formatted("session_id = $1 AND engine_message_id = $2 AND direction = 'outbound'");

    private static final String INSERT_INBOUND = """
            WITH own AS (SELECT id, account_id, phone_number FROM session WHERE id = $2 AND deleted_at IS NULL),
            stored AS (
                INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content,
                                     status, quoted_message_id, engine_message_id, created_at, delivered_at)
                SELECT $1, own.account_id, own.id, 'inbound', $3, $4, own.phone_number, $5, $6, 'delivered',
                       (SELECT id FROM message WHERE session_id = $2 AND engine_message_id = $7), $8, $9, $10
                FROM own
                ON CONFLICT (session_id, engine_message_id) WHERE engine_message_id IS NOT NULL DO NOTHING
                RETURNING id)
            SELECT id FROM stored
            UNION ALL SELECT id FROM message WHERE session_id = $2 AND engine_message_id = $8 LIMIT 1""";

    private static final String FIND = "SELECT" + COLUMNS + "FROM message WHERE id = $1 AND account_id = $2";

    private static final String OWNS_SESSION = "SELECT 1 FROM session WHERE id = $1 AND account_id = $2";

    private static final String HEARD_FROM = """
            SELECT 1 FROM message
            WHERE session_id = $1 AND account_id = $2 AND direction = 'inbound' AND chat_id = $3 LIMIT 1""";

    private static final String SWEEP =
            "UPDATE message SET status = 'unknown' WHERE status = 'sending' AND sending_at < $1";

    private final Pool pool;
    private final ContentCodec codec;

    MessageRepository(Pool pool, ContentCodec codec) {
        this.pool = pool;
        this.codec = codec;
    }

    /** What the first step of a send found; {@code begun} tells whether the message is stored as {@code sending}. */
    record Beginning(String engine, String sessionStatus, boolean begun, boolean quotedFound, String quotedEngineId) {}

    /** Step one of a send, in one statement; null when the caller has no such session. */
    Uni<Beginning> beginSending(String id, String accountId, NewMessage message, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(message.sessionId())
                .addString(accountId)
                .addString(message.quotedMessageId())
                .addString(message.to())
                .addString(MessageType.of(message.content()).wireName())
                .addJsonObject(new JsonObject(codec.write(message.content())))
                .addOffsetDateTime(Sql.time(now));
        return execute(BEGIN_SENDING, values).map(rows -> first(rows) == null ? null : beginning(first(rows)));
    }

    /** Moves a message on; a status that comes late only leaves its time. Null when there is no such message. */
    Uni<Message> advance(String id, String engineMessageId, MessageStatus status, ErrorCode error, Instant at) {
        return one(ADVANCE_BY_ID, advanceValues(id, engineMessageId, status, error, at));
    }

    /** The same for news that knows the message by the engine's id, or by ours. */
    Uni<Message> advance(StatusChange change, MessageStatus status) {
        return change.messageId() != null
                ? advance(change.messageId(), change.engineMessageId(), status, change.error(), change.at())
                : one(
                        ADVANCE_BY_ENGINE_ID,
                        advanceValues(
                                change.sessionId(), change.engineMessageId(), status, change.error(), change.at()));
    }

    /** Stores a message that came in, once; returns its id, or null when its session is gone. */
    Uni<String> insertInbound(String id, InboundMessage message, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(message.sessionId())
                .addString(message.chatId())
                .addString(message.from())
                .addString(MessageType.of(message.content()).wireName())
                .addJsonObject(new JsonObject(codec.write(message.content())))
                .addString(message.quotedEngineMessageId())
                .addString(message.engineMessageId())
                .addOffsetDateTime(Sql.time(message.at()))
                .addOffsetDateTime(Sql.time(now));
        return execute(INSERT_INBOUND, values)
                .map(rows -> first(rows) == null ? null : first(rows).getString("id"));
    }

    /** The message, or null. */
    Uni<Message> find(String accountId, String id) {
        return one(FIND, Tuple.of(id, accountId));
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<Message>> list(String accountId, MessageFilter filter, String afterId, int limit) {
        MessageQuery query = MessageQuery.of(accountId, filter, afterId, limit);
        return execute("SELECT" + COLUMNS + query.tail(), query.values()).map(rows -> {
            List<Message> messages = new ArrayList<>(rows.size());
            rows.forEach(row -> messages.add(message(row)));
            return messages;
        });
    }

    /** Whether the account owns the session or owned it before its removal: history stays. */
    Uni<Boolean> ownsSession(String accountId, String sessionId) {
        return execute(OWNS_SESSION, Tuple.of(sessionId, accountId)).map(rows -> rows.size() > 0);
    }

    /** Whether the session has received a message from this address. */
    Uni<Boolean> heardFrom(String accountId, String sessionId, String address) {
        return execute(HEARD_FROM, Tuple.of(sessionId, accountId, address)).map(rows -> rows.size() > 0);
    }

    /** Turns what has been {@code sending} since before the given time to {@code unknown}; returns how many. */
    Uni<Integer> sweep(Instant sendingBefore) {
        return execute(SWEEP, Tuple.of(Sql.time(sendingBefore))).map(RowSet::rowCount);
    }

    private static Tuple advanceValues(
            String key, String engineMessageId, MessageStatus status, ErrorCode error, Instant at) {
        return Tuple.of(key, engineMessageId, status.wireName(), Sql.time(at), error == null ? null : error.code());
    }

    private Uni<Message> one(String sql, Tuple values) {
        return execute(sql, values).map(rows -> first(rows) == null ? null : message(first(rows)));
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static Row first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : rows.iterator().next();
    }

    private static Beginning beginning(Row row) {
        return new Beginning(
                row.getString("engine"),
                row.getString("status"),
                row.getString("begun_id") != null,
                row.getString("quoted_id") != null,
                row.getString("quoted_engine_id"));
    }

    private Message message(Row row) {
        String errorCode = row.getString("error_code");
        return new Message(
                row.getString("id"),
                row.getString("session_id"),
                Direction.ofWireName(row.getString("direction")),
                row.getString("chat_id"),
                row.getString("sender"),
                row.getString("recipient"),
                codec.read(row.getString("type"), row.getJsonObject("content").encode()),
                MessageStatus.ofWireName(row.getString("status")),
                errorCode == null ? null : ErrorCode.find(errorCode).orElse(ErrorCode.MESSAGE_SENDING_FAILED),
                row.getString("quoted_message_id"),
                row.getString("engine_message_id"),
                new Message.Times(
                        Sql.instant(row, "created_at"),
                        Sql.instant(row, "sent_at"),
                        Sql.instant(row, "delivered_at"),
                        Sql.instant(row, "read_at"),
                        Sql.instant(row, "failed_at")));
    }
}
