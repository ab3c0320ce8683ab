package dev.tidings.engine.cloud.number;

import dev.tidings.engine.cloud.graph.CloudConfig;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When numbers may send, for all replicas (cloud_turn in the schema). */
@ApplicationScoped
public class PacingRepository {
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String TAKE = """
            SELECT session.session_id, session.phone_number_id, session.access_token, known.chat_id, turn.*
            FROM cloud_session AS session
                 LEFT JOIN cloud_chat AS known ON known.session_id = session.session_id AND known.address = $2,
                 LATERAL cloud_turn(session.session_id, $2, $3, $4, $5, $6, $7) AS turn
            WHERE session.session_id = $1""";

    /** Waits 1, 4, 16... seconds, up to about an hour; a call during the wait does not make it longer. */
    private static final String HOLD = """
            UPDATE cloud_pace SET
                held_until = CASE WHEN held_until > $3 THEN greatest(held_until, $4)
                                  ELSE greatest($3 + power(4, strikes) * interval '1 second', $4) END,
                strikes = CASE WHEN held_until > $3 THEN strikes ELSE least(strikes + 1, 6) END
            WHERE session_id = $1 AND recipient = $2 RETURNING held_until""";

    private static final String FORGIVE =
            "UPDATE cloud_pace SET strikes = 0 WHERE session_id = $1 AND recipient IN ('', $2) AND strikes > 0";

    private static final String SWEEP = """
            DELETE FROM cloud_pace WHERE ctid IN (
                SELECT ctid FROM cloud_pace WHERE busy_until < $1 AND held_until < $1 AND recipient <> ''
                LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;
    private final CloudConfig config;

    PacingRepository(Pool pool, CloudConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * A slot to send in, or none.
     *
     * @param pause before sending if it was taken, otherwise before asking again
     * @param forRecipient whether the recipient must wait, not the number
     * @param backedOff whether the number or the recipient was in back-off when it last sent
     * @param chatId the conversation of the recipient, if it is stored (see {@link ChatRepository}), otherwise null
     */
    public record SendSlot(
            CloudSessionRepository.Sealed session,
            String chatId,
            boolean taken,
            Duration pause,
            boolean forRecipient,
            boolean backedOff) {}

    /** Takes the next slot of the session's number; null when nothing is stored for the session. */
    public Uni<SendSlot> take(String sessionId, String recipient, Instant now) {
        Tuple values = Tuple.of(sessionId, recipient, SqlTimes.time(now))
                .addLong(1_000_000L / config.messagesPerSecond())
                .addLong(micros(config.recipientInterval()))
                .addInteger(config.recipientBurst())
                .addLong(micros(config.patience()));
        return execute(TAKE, values)
                .map(rows -> rows.size() == 0 ? null : slot(rows.iterator().next()));
    }

    /**
     * Delays what is sent to a recipient, or with {@code ""} everything that the number sends.
     *
     * @param atLeast how long Meta asks to wait
     * @return how long the wait is now
     */
    public Uni<Duration> hold(String sessionId, String recipient, Duration atLeast, Instant now) {
        return execute(HOLD, Tuple.of(sessionId, recipient, SqlTimes.time(now), SqlTimes.time(now.plus(atLeast))))
                .map(rows -> rows.size() == 0
                        ? atLeast
                        : Duration.between(now, SqlTimes.instant(rows.iterator().next(), "held_until")));
    }

    /** Ends the back-off of the recipient and the number, now that Meta accepted a message. */
    public Uni<Void> forgive(String sessionId, String recipient) {
        return execute(FORGIVE, Tuple.of(sessionId, recipient)).replaceWithVoid();
    }

    /** Removes recipients that nothing was sent to for a day. */
    public Uni<Void> sweep(Instant now) {
        return execute(SWEEP, Tuple.of(SqlTimes.time(now.minus(KEPT)))).replaceWithVoid();
    }

    private static long micros(Duration duration) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(duration));
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static SendSlot slot(Row row) {
        return new SendSlot(
                new CloudSessionRepository.Sealed(
                        row.getString("session_id"), row.getString("phone_number_id"), row.getString("access_token")),
                row.getString("chat_id"),
                row.getBoolean("taken"),
                Duration.of(row.getLong("wait"), ChronoUnit.MICROS),
                row.getBoolean("for_recipient"),
                row.getBoolean("had_strikes"));
    }
}
