package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.LateMedia;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Messages in PostgreSQL; a statement that gets no transaction commits by itself. */
@ApplicationScoped
public class MessageRepository {
    private static final String COLUMNS = MessageRows.COLUMNS;

    private static final String INSERT_INBOUND = """
            WITH own AS (SELECT id, account_id, phone_number FROM session WHERE id = $2 AND deleted_at IS NULL),
            stored AS (
                INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content,
                                     status, quoted_message_id, engine_message_id, created_at, sent_at, delivered_at, details)
                SELECT $1, own.account_id, own.id, 'inbound', $3, $4, own.phone_number, $5,
                       CASE WHEN $5 = 'reaction' AND quoted.id IS NOT NULL
                            THEN $6::jsonb || jsonb_build_object('messageId', quoted.id) ELSE $6 END,
                       'delivered', quoted.id, $8, $10, $9, $10,
                       CASE WHEN $7::text IS NULL OR quoted.id IS NOT NULL THEN $12::jsonb
                            ELSE jsonb_set(coalesce($12::jsonb, '{}'), '{context}', coalesce($12::jsonb->'context', '{}')
                                           || jsonb_build_object('quotedEngineMessageId', $7::text)) END
                FROM own LEFT JOIN (SELECT id FROM message WHERE session_id = $2 AND engine_message_id = $7) AS quoted ON true
                ON CONFLICT (session_id, engine_message_id) WHERE engine_message_id IS NOT NULL DO NOTHING
                RETURNING message)
            SELECT (message).id, publish_event((message).account_id, (message).session_id, $11,
                                               message_json(message, NULL), $10) AS sequence
            FROM stored
            UNION ALL SELECT id, NULL FROM message WHERE session_id = $2 AND engine_message_id = $8 LIMIT 1""";

    private static final String SETTLE_MEDIA = """
            WITH settled AS (
                UPDATE message AS m SET content = coalesce($3::jsonb, content),
                       details = CASE WHEN $3::jsonb IS NULL THEN jsonb_set(details, '{media}', $4::jsonb)
                                      ELSE nullif(details - 'media', '{}') END
                WHERE session_id = $1 AND engine_message_id = $2 AND details->'media'->>'status' = 'pending'
                RETURNING m AS message)
            SELECT publish_event((message).account_id, (message).session_id, $5, message_json(message, NULL), $6)
            FROM settled""";

    private static final String FIND = "SELECT" + COLUMNS + "FROM message WHERE id = $1 AND account_id = $2";

    /** By primary key, because ids begin with the time of creation. */
    private static final String REMOVE_OLDER = """
            DELETE FROM message WHERE id IN (
                SELECT id FROM message WHERE id < $1 AND status <> 'queued' ORDER BY id LIMIT $2
                FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;
    private final ContentCodec codec;
    private final MessageRows rows;

    MessageRepository(Pool pool, ContentCodec codec, MessageRows rows) {
        this.pool = pool;
        this.codec = codec;
        this.rows = rows;
    }

    /** Stores an inbound message once, with its event; returns its id, or null when its session is gone. */
    Uni<String> insertInbound(Transaction transaction, String id, InboundMessage message, Instant now) {
        MessageType type = MessageType.of(message.content());
        EventType event = type == MessageType.REACTION ? EventType.MESSAGE_REACTION : EventType.MESSAGE_RECEIVED;
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(message.sessionId())
                .addString(message.chatId())
                .addString(message.from())
                .addString(type.wireName())
                .addJsonObject(codec.write(message.content()))
                .addString(message.quotedEngineMessageId())
                .addString(message.engineMessageId())
                .addOffsetDateTime(SqlTimes.time(message.at()))
                .addOffsetDateTime(SqlTimes.time(now))
                .addString(event.wireName())
                .addJsonObject(codec.write(message.details()));
        return execute(transaction, INSERT_INBOUND, values)
                .map(found -> found.size() == 0 ? null : found.iterator().next().getString("id"));
    }

    /** Adds the file to a message that waits for it, or records that there will be none, with the event for that. */
    Uni<Void> settleMedia(Transaction transaction, LateMedia media) {
        Tuple values = Tuple.of(media.sessionId(), media.engineMessageId())
                .addJsonObject(media.content() == null ? null : codec.write(media.content()))
                .addJsonObject(
                        media.failure() == null
                                ? null
                                : new JsonObject()
                                        .put("status", media.failure().status())
                                        .put("reason", media.failure().reason()))
                .addString(EventType.MESSAGE_MEDIA.wireName())
                .addOffsetDateTime(SqlTimes.time(media.at()));
        return execute(transaction, SETTLE_MEDIA, values).replaceWithVoid();
    }

    /** The message, or null. */
    public Uni<Message> find(String accountId, String id) {
        return one(FIND, Tuple.of(id, accountId));
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<Message>> list(Caller caller, MessageFilter filter, String afterId, int limit) {
        MessageQuery query = MessageQuery.of(caller, filter, afterId, limit);
        return execute("SELECT" + COLUMNS + query.tail(), query.values()).map(rows::all);
    }

    /** Removes up to the given number of messages with ids below the bound; returns how many. */
    Uni<Integer> removeOlder(String bound, int limit) {
        return execute(REMOVE_OLDER, Tuple.of(bound, limit)).map(RowSet::rowCount);
    }

    private Uni<Message> one(String sql, Tuple values) {
        return execute(sql, values).map(rows::first);
    }

    private static Uni<RowSet<Row>> execute(Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
