package dev.tidings.core.message.queue;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.KeptAnswer;
import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.directory.OwnedEngines;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageRows;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.core.message.send.SendAdmission;
import dev.tidings.core.message.send.TimedEngineCall;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The queue of messages that wait to be sent, in PostgreSQL. A session's queue is sent by one replica at a time, the
 * one that holds its lease; a message leaves the queue in the statement that checks the lease, so it is taken only
 * once.
 */
@ApplicationScoped
class QueueRepository {
    /** Longer than a call to an engine can take; renewed with every message. */
    static final Duration LEASE =
            Duration.ofMillis(TimedEngineCall.SEND_TIMEOUT_MILLIS).plusSeconds(10);

    /** All or nothing: after the check, the session may be removed, and the plan may allow too few messages. */
    private static final String ENQUEUE = """
            WITH own AS (
                SELECT id, phone_number FROM session
                WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL AND status <> 'logged_out'
            ), accepted AS MATERIALIZED (
                SELECT accept_messages($2, $4, cardinality($5::text[]), $12) AS ok FROM own
                WHERE NOT EXISTS (SELECT 1 FROM message WHERE account_id = $2 AND idempotency_key = $11)
            ), job AS (
                INSERT INTO bulk (id, account_id, session_id, total, created_at)
                SELECT $3, $2, id, cardinality($5::text[]), $4 FROM own JOIN accepted ON accepted.ok
                WHERE $3::text IS NOT NULL
            ), stored AS (
            INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient, type, content, status,
                                 quoted_message_id, created_at, due_at, bulk_id, bulk_index, queue_position,
                                 idempotency_key)
            SELECT item.id, $2, own.id, 'outbound', item.recipient, own.phone_number, item.recipient, item.type,
                   item.content, 'queued', item.referred, $4, coalesce(item.due_at, $4), $3,
                   CASE WHEN $3::text IS NOT NULL THEN item.place - 1 END, nextval('message_queue_position'), $11
            FROM own JOIN accepted ON accepted.ok, unnest($5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::timestamptz[])
                WITH ORDINALITY AS item (id, recipient, type, content, referred, due_at, place)
            ORDER BY item.place
            ON CONFLICT (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
            RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM stored) AS stored, (SELECT ok FROM accepted) AS accepted,
                   CASE WHEN EXISTS (SELECT 1 FROM stored) THEN keep_answer($13, $14, $15, $16) END AS kept""";

    /**
     * Sessions whose queue is due, of accounts that are not suspended: the longest unserved first, and each account's
     * first before any account's second. A session that has an owner is its owner's alone.
     */
    private static final String CLAIM = """
            UPDATE session SET queue_token = $1, queue_lease_until = $3, queue_served_at = $2 WHERE id IN (
                SELECT id FROM session WHERE id IN (
                    SELECT id FROM (
                        SELECT id, queue_served_at,
                               row_number() OVER (PARTITION BY account_id ORDER BY queue_served_at NULLS FIRST) AS turn
                        FROM session
                        WHERE status = 'connected' AND deleted_at IS NULL
                          AND (engine = ANY ($5) OR EXISTS (
                              SELECT 1 FROM session_owner WHERE session_id = session.id AND replica_id = $6))
                          AND (queue_lease_until IS NULL OR queue_lease_until <= $2)
                          AND NOT EXISTS (SELECT 1 FROM account WHERE account.id = session.account_id
                                          AND suspended_at IS NOT NULL)
                          AND (queue_held_until IS NULL OR queue_held_until <= $2)
                          AND EXISTS (SELECT 1 FROM message WHERE session_id = session.id AND status = 'queued'
                                      AND due_at <= $2)) AS waiting
                    ORDER BY turn, queue_served_at NULLS FIRST LIMIT $4)
                AND (queue_lease_until IS NULL OR queue_lease_until <= $2)
                FOR UPDATE SKIP LOCKED)
            RETURNING id, engine""";

    /**
     * The next message, only for the holder of the lease, which is renewed. A message with a file that is not stored
     * here stays queued: the file must be fetched first, or it is gone.
     */
    private static final String TAKE = """
            WITH held AS (
                UPDATE session SET queue_lease_until = $4
                WHERE id = $1 AND queue_token = $2 AND queue_lease_until > $3 AND status = 'connected'
                  AND (engine = ANY ($5) OR EXISTS (
                      SELECT 1 FROM session_owner WHERE session_id = session.id AND replica_id = $6))
                RETURNING id
            ), next AS (
                SELECT message.id, NOT EXISTS (
                           SELECT FROM (SELECT message.content AS file
                                        UNION ALL SELECT message.content -> 'headerMedia'
                                        UNION ALL SELECT jsonb_path_query(message.content, '$.cards[*].headerMedia')
                                       ) AS part
                           WHERE part.file ->> 'mediaUrl' IS NOT NULL OR (
                               part.file ->> 'mediaId' IS NOT NULL AND NOT EXISTS (
                                   SELECT FROM media_file AS stored
                                   WHERE stored.id = part.file ->> 'mediaId' AND stored.expires_at > $3))) AS ready
                FROM message JOIN held ON message.session_id = held.id
                WHERE message.status = 'queued' AND due_at <= $3
                ORDER BY due_at, queue_position LIMIT 1 FOR UPDATE OF message SKIP LOCKED
            ), taken AS (
                UPDATE message AS m SET status = CASE WHEN next.ready THEN 'sending' ELSE m.status END,
                                        sending_at = CASE WHEN next.ready THEN $3 END
                FROM next WHERE m.id = next.id RETURNING m AS message, next.ready
            )
            SELECT""" + MessageRows.COLUMNS + """
                , account_id, ready,
                (SELECT engine_message_id FROM message AS referred WHERE referred.id = now.quoted_message_id)
                    AS referred_engine_id
            FROM taken CROSS JOIN LATERAL (SELECT (message).*) AS now""";

    private static final String COMPLETE = "UPDATE message SET content = $2 WHERE id = $1 AND status = 'queued'";

    private static final String RELEASE =
            "UPDATE session SET queue_token = NULL, queue_lease_until = NULL WHERE id = $1 AND queue_token = $2";

    private static final String CANCEL = "UPDATE message SET status = 'cancelled'"
            + " WHERE id = $1 AND account_id = $2 AND status = 'queued' RETURNING" + MessageRows.COLUMNS;

    /**
     * Delays either the messages to the recipient, in their order, or the whole session. A message that was
     * put back too often, or for too long, does not change; one of a bulk that was cancelled meanwhile is cancelled.
     */
    private static final String PUT_BACK = """
            WITH job AS (
                SELECT bulk.cancelled_at FROM bulk JOIN message ON message.bulk_id = bulk.id
                WHERE message.id = $1 FOR SHARE OF bulk
            ), locked AS (
                SELECT session.id FROM session JOIN message ON message.session_id = session.id
                WHERE message.id = $1 AND NOT $4 FOR UPDATE OF session
            ), back AS (
                UPDATE message SET status = CASE WHEN (SELECT cancelled_at FROM job) IS NULL THEN 'queued'
                                                 ELSE 'cancelled' END, sending_at = NULL, deferrals = deferrals + 1,
                       deferred_at = coalesce(deferred_at, $3), due_at = CASE WHEN $4 THEN $2 ELSE due_at END
                WHERE id = $1 AND status = 'sending' AND deferrals < $5 AND coalesce(deferred_at, $3) > $6
                  AND ($4 OR EXISTS (SELECT 1 FROM locked))
                RETURNING id, session_id, recipient
            ), others AS (
                UPDATE message SET due_at = $2 FROM back
                WHERE $4 AND message.session_id = back.session_id AND message.recipient = back.recipient
                  AND message.status = 'queued' AND message.due_at < $2 AND message.id <> back.id
            ), held AS (
                UPDATE session SET queue_held_until = greatest(queue_held_until, $2) FROM back
                WHERE NOT $4 AND session.id = back.session_id
            )
            SELECT id FROM back""";

    /** Per session, like the index of the queue: each reads only its own part of it. */
    private static final String STATE = """
            SELECT coalesce(sum(waiting.messages), 0)::bigint AS backlog,
                   coalesce(extract(epoch FROM $1::timestamptz - min(waiting.oldest)), 0)::float8 AS oldest
            FROM session CROSS JOIN LATERAL (
                SELECT count(*) AS messages, min(due_at) AS oldest FROM message
                WHERE session_id = session.id AND status = 'queued' AND due_at <= $1) AS waiting
            WHERE session.status = 'connected' AND session.deleted_at IS NULL AND waiting.messages > 0""";

    private final Pool pool;
    private final ContentCodec codec;
    private final MessageRows rows;
    private final OwnedEngines engines;
    private final SessionOwnership ownership;

    QueueRepository(Pool pool, ContentCodec codec, MessageRows rows, OwnedEngines engines, SessionOwnership ownership) {
        this.pool = pool;
        this.codec = codec;
        this.rows = rows;
        this.engines = engines;
        this.ownership = ownership;
    }

    /** A session whose queue this replica may send. */
    record Claim(String sessionId, String engine, String token) {}

    /**
     * The message that is next.
     *
     * @param stored as its row is now
     * @param ready whether it is {@code sending} now; otherwise it is still queued, because its file is not stored
     *     here
     */
    record Turn(Message stored, String referredEngineId, String accountId, boolean ready) {
        OutboundMessage message() {
            return new OutboundMessage(
                    stored.sessionId(), stored.id(), stored.to(), stored.content(), referredEngineId);
        }
    }

    /**
     * Messages to be put into the queue.
     *
     * @param bulkId the bulk that they form, or null
     * @param ids one per message, in the same order
     * @param idempotencyKey of a single message that is queued; null otherwise
     * @param answer the answer for a repeated request for a bulk; none for a single message
     */
    record Batch(
            String sessionId,
            String bulkId,
            List<String> ids,
            List<NewMessage> messages,
            String idempotencyKey,
            KeptAnswer answer) {}

    /**
     * Stores all of the messages as queued, in this order; false when the session is gone, or the key was used before.
     *
     * @throws dev.tidings.platform.error.ApiException {@code daily_message_limit_reached} when the plan does not allow
     *     all of them
     */
    Uni<Boolean> enqueue(Caller caller, Batch batch, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(batch.sessionId())
                .addString(caller.accountId())
                .addString(batch.bulkId())
                .addOffsetDateTime(SqlTimes.time(now))
                .addArrayOfString(batch.ids().toArray(String[]::new))
                .addArrayOfString(strings(batch.messages(), NewMessage::to))
                .addArrayOfString(
                        strings(batch.messages(), message -> message.type().wireName()))
                .addArrayOfJsonObject(batch.messages().stream()
                        .map(message -> codec.write(message.content()))
                        .toArray(JsonObject[]::new))
                .addArrayOfString(strings(batch.messages(), NewMessage::referredId))
                .addArrayOfOffsetDateTime(batch.messages().stream()
                        .map(message -> SqlTimes.time(message.sendAt()))
                        .toArray(OffsetDateTime[]::new))
                .addString(batch.idempotencyKey())
                .addInteger(caller.plan().messagesPerDay())
                .addString(batch.answer().accountId())
                .addString(batch.answer().key())
                .addInteger(batch.answer().status())
                .addString(batch.answer().body());
        return execute(ENQUEUE, values).map(done -> isStored(done.iterator().next()));
    }

    private static boolean isStored(Row outcome) {
        if (Boolean.FALSE.equals(outcome.getBoolean("accepted"))) {
            throw SendAdmission.overQuota();
        }
        return outcome.getBoolean("stored");
    }

    /** Takes the lease of up to the given number of sessions that have something to send. */
    Uni<List<Claim>> claim(String token, int sessions, Instant now) {
        return execute(CLAIM, owned(Tuple.of(token, SqlTimes.time(now), SqlTimes.time(now.plus(LEASE)), sessions)))
                .map(found -> {
                    List<Claim> claims = new ArrayList<>(found.size());
                    found.forEach(row -> claims.add(new Claim(row.getString("id"), row.getString("engine"), token)));
                    return claims;
                });
    }

    /** The next message; null when none is due, or the lease or the connection is lost. */
    Uni<Turn> take(Claim claim, Instant now) {
        return execute(
                        TAKE,
                        owned(Tuple.of(
                                claim.sessionId(), claim.token(), SqlTimes.time(now), SqlTimes.time(now.plus(LEASE)))))
                .map(found -> found.size() == 0 ? null : turn(found.iterator().next()));
    }

    /** Sets the content of a message that still waits, now that its file is stored. */
    Uni<Void> complete(String id, MessageContent content) {
        return execute(COMPLETE, Tuple.of(id, codec.write(content))).replaceWithVoid();
    }

    Uni<Void> release(Claim claim) {
        return execute(RELEASE, Tuple.of(claim.sessionId(), claim.token())).replaceWithVoid();
    }

    /** The message, cancelled; null when it does not wait in the queue. */
    Uni<Message> cancel(String accountId, String id) {
        return execute(CANCEL, Tuple.of(id, accountId)).map(rows::first);
    }

    /**
     * A message that is put back into the queue.
     *
     * @param dueAt when it may be sent again
     * @param recipientOnly whether messages to other recipients may be sent meanwhile
     * @param most how often it may have been put back before
     * @param since the earliest time at which it may have been put back first
     */
    record PutBack(String messageId, Instant dueAt, boolean recipientOnly, int most, Instant since) {}

    /** Puts a message that is {@code sending} back into the queue; false when that is not allowed any more. */
    Uni<Boolean> putBack(PutBack back, Instant now) {
        Tuple values = Tuple.of(back.messageId(), SqlTimes.time(back.dueAt()), SqlTimes.time(now))
                .addBoolean(back.recipientOnly())
                .addInteger(back.most())
                .addOffsetDateTime(SqlTimes.time(back.since()));
        return execute(PUT_BACK, values).map(rows -> rows.size() > 0);
    }

    /**
     * The backlog at a moment.
     *
     * @param oldestSeconds how long its first message has been due; 0 when there is none
     */
    record State(long backlog, double oldestSeconds) {}

    /** The messages of all accounts that could be sent now. */
    Uni<State> state(Instant now) {
        return execute(STATE, Tuple.of(SqlTimes.time(now))).map(rows -> {
            Row row = rows.iterator().next();
            return new State(row.getLong("backlog"), row.getDouble("oldest"));
        });
    }

    /** With the engines that every replica may call, and this replica. */
    private Tuple owned(Tuple values) {
        return values.addArrayOfString(engines.unowned().toArray(String[]::new)).addString(ownership.replicaId());
    }

    private Turn turn(Row row) {
        return new Turn(
                rows.message(row),
                row.getString("referred_engine_id"),
                row.getString("account_id"),
                row.getBoolean("ready"));
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static String[] strings(List<NewMessage> messages, Function<NewMessage, String> property) {
        return messages.stream().map(property).toArray(String[]::new);
    }
}
