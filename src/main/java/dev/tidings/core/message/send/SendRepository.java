package dev.tidings.core.message.send;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageRows;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a send reads of the stored messages before it begins, and its beginning; each statement commits by itself. */
@ApplicationScoped
public class SendRepository {
    /**
     * Checks the session, and inserts only if it can send and the plan allows another message today: no row means that
     * the caller has no such session.
     */
    private static final String BEGIN_SENDING = """
            WITH own AS (
                SELECT id, engine, status, phone_number, engine = ANY ($9) AS supported FROM session
                WHERE id = $2 AND account_id = $3 AND deleted_at IS NULL
            ), referred AS (
                SELECT id, engine_message_id, chat_id FROM message
                WHERE id = $4 AND session_id = $2 AND account_id = $3
            ), accepted AS MATERIALIZED (
                SELECT accept_messages($3, $8, 1, $11) AS ok FROM own LEFT JOIN referred ON true
                WHERE own.status = 'connected' AND own.supported AND ($4::text IS NULL OR referred.id IS NOT NULL)
                  AND NOT EXISTS (SELECT 1 FROM message WHERE account_id = $3 AND idempotency_key = $10)
            ), begun AS (
                INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content,
                                     status, quoted_message_id, created_at, sending_at, idempotency_key)
                SELECT $1, $3, own.id, 'outbound', coalesce($5, referred.chat_id), own.phone_number,
                       coalesce($5, referred.chat_id), $6, $7, 'sending', $4, $8, $8, $10
                FROM own JOIN accepted ON accepted.ok LEFT JOIN referred ON true
                ON CONFLICT (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
                RETURNING id, sender, recipient
            )
            SELECT own.engine, own.status, own.supported, accepted.ok AS accepted, begun.id AS begun_id, begun.sender,
                   begun.recipient, referred.id AS referred_id, referred.engine_message_id AS referred_engine_id
            FROM own LEFT JOIN referred ON true LEFT JOIN accepted ON true LEFT JOIN begun ON true""";

    private static final String FIND_REPEATED =
            "SELECT" + MessageRows.COLUMNS + "FROM message WHERE account_id = $1 AND idempotency_key = $2";

    private static final String HEARD_FROM = """
            SELECT address FROM unnest($3::text[]) AS asked (address) WHERE EXISTS (
                SELECT 1 FROM message
                WHERE session_id = $1 AND account_id = $2 AND direction = 'inbound' AND chat_id = address)""";

    private static final String REFERRED =
            "SELECT id, chat_id FROM message WHERE id = ANY ($1) AND session_id = $2 AND account_id = $3";

    private final Pool pool;
    private final ContentCodec codec;
    private final MessageRows rows;

    SendRepository(Pool pool, ContentCodec codec, MessageRows rows) {
        this.pool = pool;
        this.codec = codec;
        this.rows = rows;
    }

    /**
     * What the first step of a send found.
     *
     * @param supported whether the session's engine sends this type
     * @param overQuota whether only the plan prevents it from being sent
     * @param begun whether the message is stored as {@code sending}
     */
    public record Beginning(
            String engine,
            SessionStatus sessionStatus,
            boolean supported,
            boolean overQuota,
            boolean begun,
            String sender,
            String recipient,
            boolean referredFound,
            String referredEngineId) {}

    /** Step one of a send, in one statement; null when the caller has no such session. */
    public Uni<Beginning> begin(String id, Caller caller, NewMessage message, String[] engines, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(message.sessionId())
                .addString(caller.accountId())
                .addString(message.referredId())
                .addString(message.to())
                .addString(message.type().wireName())
                .addJsonObject(codec.write(message.content()))
                .addOffsetDateTime(SqlTimes.time(now))
                .addArrayOfString(engines)
                .addString(message.idempotencyKey())
                .addInteger(caller.plan().messagesPerDay());
        return execute(BEGIN_SENDING, values)
                .map(found ->
                        found.size() == 0 ? null : beginning(found.iterator().next()));
    }

    /** The message that an earlier request with this key made, or null. */
    public Uni<Message> findRepeated(String accountId, String idempotencyKey) {
        return execute(FIND_REPEATED, Tuple.of(accountId, idempotencyKey)).map(rows::first);
    }

    /** Those of the addresses that the session has received a message from. */
    Uni<Set<String>> heardFrom(String accountId, String sessionId, Collection<String> addresses) {
        return execute(HEARD_FROM, Tuple.of(sessionId, accountId, addresses.toArray(String[]::new)))
                .map(found -> {
                    Set<String> heard = new HashSet<>();
                    found.forEach(row -> heard.add(row.getString("address")));
                    return heard;
                });
    }

    /** The conversations of those of the messages that the session has, by their ids. */
    Uni<Map<String, String>> referred(String accountId, String sessionId, List<String> messageIds) {
        return execute(REFERRED, Tuple.of(messageIds.toArray(String[]::new), sessionId, accountId))
                .map(found -> {
                    Map<String, String> chats = new HashMap<>();
                    found.forEach(row -> chats.put(row.getString("id"), row.getString("chat_id")));
                    return chats;
                });
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static Beginning beginning(Row row) {
        return new Beginning(
                row.getString("engine"),
                SessionStatus.ofWireName(row.getString("status")),
                row.getBoolean("supported"),
                Boolean.FALSE.equals(row.getBoolean("accepted")),
                row.getString("begun_id") != null,
                row.getString("sender"),
                row.getString("recipient"),
                row.getString("referred_id") != null,
                row.getString("referred_engine_id"));
    }
}
