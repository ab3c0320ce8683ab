package dev.tidings.core.message;

import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.error.ErrorCode;
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
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** How the status of messages advances in PostgreSQL; a statement that gets no transaction commits by itself. */
@ApplicationScoped
class MessageStatusRepository {
    /**
     * A report names its message by our id, or by the engine's id within a session. Engines return ids that others may
     * have chosen: ours counts within its session only, unless the report is our own, which names no session.
     */
    private static final String NAMED = """
            JOIN message AS m ON m.id = coalesce(given.id, (
                    SELECT id FROM message WHERE session_id = given.session_id AND engine_message_id = given.engine_id))
                AND (given.session_id IS NULL OR (m.session_id = given.session_id AND m.direction = 'outbound'))""";

    private static final String LOCK = """
            SELECT m.id, given.place
            FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS given (session_id, id, engine_id, place)
            """ + NAMED + " ORDER BY m.id, given.place FOR UPDATE OF m";

    /**
     * Rows are locked before they are read, so that of two transactions with the same report the second finds it
     * applied already, and in the order of their ids. Each message is named once.
     */
    private static final String ADVANCE = """
            WITH given AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
                    WITH ORDINALITY AS one (session_id, id, engine_id, status, at, error, details, place)
            ), old AS (
                SELECT m.id AS message_id, m.status AS old_status, given.status AS new_status, engine_id, at, error,
                       given.details::jsonb AS new_details, place
                FROM given\s""" + NAMED + """
                 ORDER BY m.id FOR UPDATE OF m
            ), moved AS (
                UPDATE message AS m SET
                    status = CASE WHEN message_advances(m.status, new_status) THEN new_status ELSE m.status END,
                    engine_message_id = coalesce(m.engine_message_id, engine_id),
                    error_code = CASE WHEN new_status = 'failed' AND message_advances(m.status, new_status) THEN error
                                      ELSE m.error_code END,
                    sent_at = CASE WHEN new_status = 'sent' THEN coalesce(m.sent_at, at) ELSE m.sent_at END,
                    delivered_at = CASE WHEN new_status = 'delivered' THEN coalesce(m.delivered_at, at)
                                        ELSE m.delivered_at END,
                    read_at = CASE WHEN new_status = 'read' THEN coalesce(m.read_at, at) ELSE m.read_at END,
                    played_at = CASE WHEN new_status = 'played' THEN coalesce(m.played_at, at) ELSE m.played_at END,
                    failed_at = CASE WHEN new_status = 'failed' AND message_advances(m.status, new_status) THEN at
                                     ELSE m.failed_at END,
                    details = CASE WHEN new_status = 'failed' AND NOT message_advances(m.status, new_status) THEN m.details
                                   ELSE nullif(coalesce(m.details, '{}') || coalesce(new_details, '{}'), '{}') END
                FROM old WHERE m.id = old.message_id RETURNING m AS message, old_status, place
            )
            SELECT""" + MessageRows.COLUMNS + """
                , account_id, old_status, place FROM moved CROSS JOIN LATERAL (SELECT (message).*) AS now ORDER BY place""";

    /** Messages that wait for a session that will not come back. */
    private static final String FAIL_GONE = """
            WITH gone AS (
                UPDATE message AS m SET status = 'failed', error_code = $2, failed_at = $1 WHERE id IN (
                    SELECT message.id FROM message JOIN session ON session.id = message.session_id
                    WHERE message.status = 'queued' AND (session.status = 'logged_out' OR session.deleted_at IS NOT NULL)
                    LIMIT 500 FOR UPDATE OF message SKIP LOCKED)
                RETURNING m AS message
            )
            SELECT""" + MessageRows.COLUMNS + """
                , account_id, 'queued' AS old_status FROM gone CROSS JOIN LATERAL (SELECT (message).*) AS now ORDER BY id""";

    /**
     * For a message that nothing has happened to since its send began, so that its final state is known before: the
     * event that reports it is written in the same statement.
     */
    private static final String SETTLE = """
            WITH settled AS (
                UPDATE message SET status = $2, engine_message_id = $3, error_code = $5, chat_id = $8,
                       sent_at = CASE WHEN $2 = 'sent' THEN $4::timestamptz END,
                       failed_at = CASE WHEN $2 = 'failed' THEN $4::timestamptz END,
                       details = $9, idempotency_key = CASE WHEN $10 THEN NULL ELSE idempotency_key END
                WHERE id = $1 AND status = 'sending' AND engine_message_id IS NULL AND details IS NULL
                RETURNING account_id, session_id
            )
            SELECT CASE WHEN $6::text IS NOT NULL
                        THEN publish_event(account_id, session_id, $6, $7::text::json, $4) END AS sequence
            FROM settled""";

    private static final String PLACE = """
            UPDATE message SET chat_id = coalesce($2, chat_id), idempotency_key = CASE WHEN $3 THEN NULL ELSE idempotency_key END
            WHERE id = $1""";

    /** What waits for the owner of its session was not sent, and is failed when its time is over. */
    private static final String SWEEP = """
            UPDATE message SET status = 'unknown' WHERE status = 'sending' AND sending_at < $1
              AND NOT EXISTS (SELECT 1 FROM engine_command WHERE engine_command.id = message.id AND state = 'waiting')""";

    private final Pool pool;
    private final MessageRows rows;
    private final ContentCodec codec;

    MessageStatusRepository(Pool pool, MessageRows rows, ContentCodec codec) {
        this.pool = pool;
        this.rows = rows;
        this.codec = codec;
    }

    /**
     * A status that a message is to advance to.
     *
     * @param sessionId null for one of our own, which names the message by our id
     * @param messageId our id, or null: then the engine's id identifies the message
     */
    record Advance(
            String sessionId,
            String messageId,
            String engineMessageId,
            MessageStatus status,
            Instant at,
            ErrorCode error,
            MessageDetails details) {}

    /** Locks the messages; returns their ids in the places of their reports, and null where there is none. */
    Uni<List<String>> lock(Transaction transaction, List<Advance> reports) {
        Tuple values = Tuple.of(
                texts(reports, Advance::sessionId),
                texts(reports, Advance::messageId),
                texts(reports, Advance::engineMessageId));
        return execute(transaction, LOCK, values).map(found -> {
            String[] ids = new String[reports.size()];
            found.forEach(row -> ids[place(row)] = row.getString("id"));
            return Arrays.asList(ids);
        });
    }

    /**
     * Advances messages, of which each is named once; a late status only stores its time. Returns them in the places
     * of their reports, and null where there is none.
     */
    Uni<List<StoredMessage>> advance(Transaction transaction, List<Advance> reports) {
        Tuple values = Tuple.tuple()
                .addArrayOfString(texts(reports, Advance::sessionId))
                .addArrayOfString(texts(reports, Advance::messageId))
                .addArrayOfString(texts(reports, Advance::engineMessageId))
                .addArrayOfString(texts(reports, report -> report.status().wireName()))
                .addArrayOfOffsetDateTime(reports.stream()
                        .map(report -> SqlTimes.time(report.at()))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(
                        reports,
                        report -> report.error() == null ? null : report.error().code()))
                .addArrayOfString(texts(reports, report -> encoded(report.details())));
        return execute(transaction, ADVANCE, values).map(found -> {
            StoredMessage[] stored = new StoredMessage[reports.size()];
            found.forEach(row -> stored[place(row)] = stored(row));
            return Arrays.asList(stored);
        });
    }

    /**
     * Stores the outcome of a send with its event; false when something has happened to the message since its send
     * began, and then changes nothing.
     *
     * @param settled the message as it is to be stored
     * @param event the name of its event, or null
     * @param data of the event
     * @param forgetKey whether the idempotency key of its request may be used again
     */
    Uni<Boolean> settle(Message settled, EventType event, String data, boolean forgetKey, Instant at) {
        Tuple values = Tuple.of(
                        settled.id(),
                        settled.status().wireName(),
                        settled.engineMessageId(),
                        SqlTimes.time(at),
                        settled.error() == null ? null : settled.error().code(),
                        event == null ? null : event.wireName())
                .addString(data)
                .addString(settled.chatId())
                .addJsonObject(codec.write(settled.details()))
                .addBoolean(forgetKey);
        return pool.preparedQuery(SETTLE).execute(values).map(done -> done.size() > 0);
    }

    /**
     * Moves a message to the conversation that WhatsApp has for its recipient.
     *
     * @param chatId null: it stays where it is
     * @param forgetKey whether the idempotency key of its request may be used again
     */
    Uni<Void> place(Transaction transaction, String id, String chatId, boolean forgetKey) {
        return execute(transaction, PLACE, Tuple.of(id, chatId, forgetKey)).replaceWithVoid();
    }

    /** Fails messages that wait for sessions that are logged out or removed, up to 500. */
    Uni<List<StoredMessage>> failGone(Transaction transaction, Instant now) {
        return execute(transaction, FAIL_GONE, Tuple.of(SqlTimes.time(now), ErrorCode.SESSION_DISCONNECTED.code()))
                .map(found -> rows.each(found, this::stored));
    }

    /** Changes what is {@code sending} since before the given time to {@code unknown}; returns how many. */
    Uni<Integer> sweep(Instant before) {
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of(SqlTimes.time(before)))
                .map(RowSet::rowCount);
    }

    private StoredMessage stored(Row row) {
        return new StoredMessage(
                row.getString("account_id"), rows.message(row), MessageStatus.ofWireName(row.getString("old_status")));
    }

    private static int place(Row row) {
        return Math.toIntExact(row.getLong("place") - 1);
    }

    private String encoded(MessageDetails details) {
        JsonObject json = codec.write(details);
        return json == null ? null : json.encode();
    }

    private static String[] texts(List<Advance> reports, Function<Advance, String> property) {
        return reports.stream().map(property).toArray(String[]::new);
    }

    private static Uni<RowSet<Row>> execute(Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }
}
