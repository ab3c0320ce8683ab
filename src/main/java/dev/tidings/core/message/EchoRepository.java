package dev.tidings.core.message;

import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.engine.EchoedMessage;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Stores messages that a session's number sent, but not through this service. */
@ApplicationScoped
class EchoRepository {
    /** Once: a message with this id of the engine may be there already, also as one of this service. */
    private static final String INSERT = """
            WITH own AS (SELECT id, account_id, phone_number FROM session WHERE id = $2 AND deleted_at IS NULL),
            stored AS (
                INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content,
                                     status, quoted_message_id, engine_message_id, created_at, sent_at, details)
                SELECT $1, own.account_id, own.id, 'outbound', $3, own.phone_number, $4, $5,
                       CASE WHEN $5 = 'reaction' AND quoted.id IS NOT NULL
                            THEN $6::jsonb || jsonb_build_object('messageId', quoted.id) ELSE $6 END,
                       'sent', quoted.id, $8, $10, $9,
                       CASE WHEN $7::text IS NULL OR quoted.id IS NOT NULL THEN $11::jsonb
                            ELSE jsonb_set(coalesce($11::jsonb, '{}'), '{context}', coalesce($11::jsonb->'context', '{}')
                                           || jsonb_build_object('quotedEngineMessageId', $7::text)) END
                FROM own LEFT JOIN (SELECT id FROM message WHERE session_id = $2 AND engine_message_id = $7) AS quoted ON true
                ON CONFLICT (session_id, engine_message_id) WHERE engine_message_id IS NOT NULL DO NOTHING
                RETURNING message)
            SELECT""" + MessageRows.COLUMNS + """
                , account_id FROM stored CROSS JOIN LATERAL (SELECT (message).*) AS now""";

    private final ContentCodec codec;
    private final MessageRows rows;

    EchoRepository(ContentCodec codec, MessageRows rows) {
        this.codec = codec;
        this.rows = rows;
    }

    /** The message as it is stored; null when it was stored before, or its session is gone. */
    Uni<StoredMessage> insert(Transaction transaction, String id, EchoedMessage message, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(message.sessionId())
                .addString(message.chatId())
                .addString(message.to())
                .addString(MessageType.of(message.content()).wireName())
                .addJsonObject(codec.write(message.content()))
                .addString(message.quotedEngineMessageId())
                .addString(message.engineMessageId())
                .addOffsetDateTime(SqlTimes.time(message.at()))
                .addOffsetDateTime(SqlTimes.time(now))
                .addJsonObject(codec.write(message.details()));
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(values)
                .map(found -> found.size() == 0 ? null : stored(found.iterator().next()));
    }

    private StoredMessage stored(Row row) {
        return new StoredMessage(row.getString("account_id"), rows.message(row), null);
    }
}
