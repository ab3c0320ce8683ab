package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.LateMedia;
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
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Messages in PostgreSQL; a statement that gets no transaction commits by itself. */
@ApplicationScoped
public class MessageRepository {
    private static final String COLUMNS = MessageRows.COLUMNS;

    /**
     * In the order of their keys, so that two transactions that store the same messages never wait for each other. A
     * message that is stored already is not returned.
     */
    private static final String INSERT_INBOUND = """
            WITH given AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                                     $9::timestamptz[], $10::text[])
                    AS one (id, session_id, chat_id, sender, type, content, quoted_engine_id, engine_id, at, details)
            ), stored AS (
                INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content,
                                     status, quoted_message_id, engine_message_id, created_at, sent_at, delivered_at, details)
                SELECT given.id, own.account_id, own.id, 'inbound', given.chat_id, given.sender, own.phone_number, given.type,
                       CASE WHEN given.type = 'reaction' AND quoted.id IS NOT NULL
                            THEN given.content::jsonb || jsonb_build_object('messageId', quoted.id)
                            ELSE given.content::jsonb END,
                       'delivered', quoted.id, given.engine_id, $11, given.at, $11,
                       CASE WHEN given.quoted_engine_id IS NULL OR quoted.id IS NOT NULL THEN given.details::jsonb
                            ELSE jsonb_set(coalesce(given.details::jsonb, '{}'), '{context}',
                                           coalesce(given.details::jsonb->'context', '{}')
                                           || jsonb_build_object('quotedEngineMessageId', given.quoted_engine_id)) END
                FROM given JOIN session AS own ON own.id = given.session_id AND own.deleted_at IS NULL
                    LEFT JOIN message AS quoted
                        ON quoted.session_id = given.session_id AND quoted.engine_message_id = given.quoted_engine_id
                ORDER BY given.session_id, given.engine_id
                ON CONFLICT (session_id, engine_message_id) WHERE engine_message_id IS NOT NULL DO NOTHING
                RETURNING message)
            SELECT""" + COLUMNS + """
                , account_id FROM stored CROSS JOIN LATERAL (SELECT (message).*) AS now""";

    /** In a statement of its own, which sees what another transaction stored while the insert waited for it. */
    private static final String FIND_KNOWN = """
            SELECT message.id, message.session_id, engine_message_id
            FROM unnest($1::text[], $2::text[]) AS given (session_id, engine_id)
                JOIN message ON message.session_id = given.session_id AND engine_message_id = given.engine_id""";

    private static final String SETTLE_MEDIA = """
            WITH settled AS (
                UPDATE message AS m SET content = coalesce($3::jsonb, content),
                       details = CASE WHEN $3::jsonb IS NULL THEN jsonb_set(details, '{media}', $4::jsonb)
                                      ELSE nullif(details - 'media', '{}') END
                WHERE session_id = $1 AND engine_message_id = $2 AND details->'media'->>'status' = 'pending'
                RETURNING m AS message)
            SELECT""" + COLUMNS + """
                , account_id FROM settled CROSS JOIN LATERAL (SELECT (message).*) AS now""";

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

    /** An inbound message under our id for it. */
    record Received(String id, InboundMessage message) {
        Key key() {
            return new Key(message.sessionId(), message.engineMessageId());
        }
    }

    /** What makes two reports the same message. */
    record Key(String sessionId, String engineMessageId) {}

    /**
     * Stores inbound messages; returns those that were not stored yet, in no order. A message refers to others that are
     * stored before this call only.
     */
    Uni<List<StoredMessage>> insertInbound(Transaction transaction, List<Received> received, Instant now) {
        Tuple values = Tuple.tuple()
                .addArrayOfString(texts(received, Received::id))
                .addArrayOfString(texts(received, one -> one.message().sessionId()))
                .addArrayOfString(texts(received, one -> one.message().chatId()))
                .addArrayOfString(texts(received, one -> one.message().from()))
                .addArrayOfString(texts(
                        received, one -> MessageType.of(one.message().content()).wireName()))
                .addArrayOfString(texts(
                        received, one -> codec.write(one.message().content()).encode()))
                .addArrayOfString(texts(received, one -> one.message().quotedEngineMessageId()))
                .addArrayOfString(texts(received, one -> one.message().engineMessageId()))
                .addArrayOfOffsetDateTime(received.stream()
                        .map(one -> SqlTimes.time(one.message().at()))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(received, one -> encoded(one.message().details())))
                .addOffsetDateTime(SqlTimes.time(now));
        return execute(transaction, INSERT_INBOUND, values)
                .map(found -> rows.each(
                        found, row -> new StoredMessage(row.getString("account_id"), rows.message(row), null)));
    }

    /** Our ids of those of the messages that are stored. */
    Uni<Map<Key, String>> known(Transaction transaction, List<Key> keys) {
        Tuple values = Tuple.of(
                keys.stream().map(Key::sessionId).toArray(String[]::new),
                keys.stream().map(Key::engineMessageId).toArray(String[]::new));
        return execute(transaction, FIND_KNOWN, values).map(found -> {
            Map<Key, String> ids = new HashMap<>();
            found.forEach(row -> ids.put(
                    new Key(row.getString("session_id"), row.getString("engine_message_id")), row.getString("id")));
            return ids;
        });
    }

    /**
     * Adds the file to a message that waits for it, or records that there will be none; null when no message waits for
     * it.
     */
    Uni<StoredMessage> settleMedia(Transaction transaction, LateMedia media) {
        Tuple values = Tuple.of(media.sessionId(), media.engineMessageId())
                .addJsonObject(media.content() == null ? null : codec.write(media.content()))
                .addJsonObject(
                        media.failure() == null
                                ? null
                                : new JsonObject()
                                        .put("status", media.failure().status())
                                        .put("reason", media.failure().reason()));
        return execute(transaction, SETTLE_MEDIA, values).map(found -> {
            if (found.size() == 0) {
                return null;
            }
            Row row = found.iterator().next();
            Message message = rows.message(row);
            return new StoredMessage(row.getString("account_id"), message, message.status());
        });
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

    private String encoded(MessageDetails details) {
        JsonObject json = codec.write(details);
        return json == null ? null : json.encode();
    }

    private static String[] texts(List<Received> received, Function<Received, String> property) {
        return received.stream().map(property).toArray(String[]::new);
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
