package dev.tidings.core.message;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What the outcome of a send changes beside the status of its message. */
@ApplicationScoped
public class OutcomeRepository {
    /**
     * Either what goes to the recipient waits with the message, in its order, or the whole session does. A message that has
     * been put back too often, or for too long, stays as it is.
     */
    private static final String PUT_BACK = """
            WITH back AS (
                UPDATE message SET status = 'queued', sending_at = NULL, deferrals = deferrals + 1,
                       deferred_at = coalesce(deferred_at, $3), due_at = CASE WHEN $4 THEN $2 ELSE due_at END
                WHERE id = $1 AND status = 'sending' AND deferrals < $5 AND coalesce(deferred_at, $3) > $6
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

    private static final String FORGET_KEY = "UPDATE message SET idempotency_key = NULL WHERE id = $1";

    private static final String MOVE_TO_CHAT = "UPDATE message SET chat_id = $2 WHERE id = $1";

    private final Pool pool;

    OutcomeRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A message that goes back into the queue.
     *
     * @param dueAt when it may be sent again
     * @param recipientOnly whether what goes to others may be sent meanwhile
     * @param most how often it may have been put back before
     * @param since it may not have been put back for the first time before that
     */
    public record PutBack(String messageId, Instant dueAt, boolean recipientOnly, int most, Instant since) {}

    /** Puts a message that is {@code sending} back into the queue; false when it may not go there any more. */
    public Uni<Boolean> putBack(PutBack back, Instant now) {
        Tuple values = Tuple.of(back.messageId(), SqlTimes.time(back.dueAt()), SqlTimes.time(now))
                .addBoolean(back.recipientOnly())
                .addInteger(back.most())
                .addOffsetDateTime(SqlTimes.time(back.since()));
        return execute(PUT_BACK, values).map(rows -> rows.size() > 0);
    }

    /** Lets the request that made the message be repeated with the same key. */
    public Uni<Void> forgetKey(String messageId) {
        return execute(FORGET_KEY, Tuple.of(messageId)).replaceWithVoid();
    }

    /** Brings a message to the conversation that WhatsApp has for its recipient. */
    public Uni<Void> moveToChat(String messageId, String chatId) {
        return execute(MOVE_TO_CHAT, Tuple.of(messageId, chatId)).replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
