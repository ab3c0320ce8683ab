package dev.tidings.engine.sandbox;

import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The state of the phones and the servers of the sandbox. */
@ApplicationScoped
class SandboxRepository {
    /** How long a replica may work on what it claimed before another one takes over. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final int BATCH = 200;

    private static final String PAIRING =
            " session_id, phone_number, pairing_phone, qr_seed, qr_started_at, generation ";

    /** What is left of an earlier generation, of which the session was logged out, is forgotten. */
    private static final String ENSURE = """
            INSERT INTO sandbox_session AS old (session_id, generation) VALUES ($1, $2)
            ON CONFLICT (session_id) DO UPDATE SET generation = excluded.generation, phone_number = NULL,
                pairing_phone = NULL, qr_seed = NULL, qr_started_at = NULL, qr_due_at = NULL, claimed_until = NULL
            WHERE old.generation < excluded.generation""";

    private static final String FIND = "SELECT" + PAIRING + "FROM sandbox_session WHERE session_id = $1";

    /** Keeps the pairing in progress, if there is one, until it is reported to be over. */
    private static final String BEGIN_PAIRING = """
            UPDATE sandbox_session SET
                qr_seed = coalesce(qr_seed, $2), qr_started_at = coalesce(qr_started_at, $3)
            WHERE session_id = $1 AND phone_number IS NULL RETURNING""" + PAIRING;

    private static final String QR_DUE = """
            UPDATE sandbox_session SET qr_due_at = $2, claimed_until = NULL
            WHERE session_id = $1 AND qr_started_at = $3""";

    private static final String END_PAIRING = """
            UPDATE sandbox_session SET qr_seed = NULL, qr_started_at = NULL, qr_due_at = NULL, pairing_phone = NULL,
                   claimed_until = NULL
            WHERE session_id = $1""";

    /** Only the pairing that was read: since then another one may have begun, or a phone may have ended it. */
    private static final String EXPIRE = END_PAIRING + " AND qr_seed = $2";

    private static final String LINK = """
            UPDATE sandbox_session SET qr_seed = NULL, qr_started_at = NULL, qr_due_at = NULL, pairing_phone = NULL,
                   claimed_until = NULL, phone_number = $3
            WHERE session_id = $1 AND qr_seed = $2 AND phone_number IS NULL""";

    private static final String CLAIM_QR_DUE = """
            UPDATE sandbox_session SET claimed_until = $2 WHERE session_id IN (
                SELECT session_id FROM sandbox_session
                WHERE qr_due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
                ORDER BY qr_due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING""" + PAIRING;

    private static final String SET_PAIRING_PHONE = """
            UPDATE sandbox_session SET pairing_phone = $2 WHERE session_id = $1 AND qr_seed IS NOT NULL
            RETURNING""" + PAIRING;

    private static final String FORGET = "DELETE FROM sandbox_session WHERE session_id = $1 AND generation <= $2";

    private static final String ACCEPT = """
            INSERT INTO sandbox_message (message_id, session_id, engine_message_id, next_status, due_at)
            VALUES ($1, $2, $3, $4, $5)""";

    private static final String ENGINE_ID =
            "SELECT engine_message_id FROM sandbox_message WHERE message_id = $1 AND session_id = $2";

    private static final String CLAIM_STATUS_DUE = """
            UPDATE sandbox_message SET claimed_until = $2 WHERE message_id IN (
                SELECT message_id FROM sandbox_message
                WHERE due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
                ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING message_id, session_id, engine_message_id, next_status, due_at""";

    private static final String NEXT_STATUS =
            "UPDATE sandbox_message SET next_status = $2, due_at = $3, claimed_until = NULL WHERE message_id = $1";

    private final Pool pool;

    SandboxRepository(Pool pool) {
        this.pool = pool;
    }

    /** A message that the sandbox accepted, and the status that it reports next. */
    record DueStatus(String messageId, String sessionId, String engineMessageId, String status, Instant dueAt) {}

    /** What is known of the session, or null. */
    Uni<Pairing> find(String sessionId) {
        return one(FIND, Tuple.of(sessionId));
    }

    /** The pairing in progress, or a new one; null when the session is linked. */
    Uni<Pairing> beginPairing(String sessionId, long generation, String seed, Instant now) {
        return execute(ENSURE, Tuple.of(sessionId, generation))
                .chain(() -> one(BEGIN_PAIRING, Tuple.of(sessionId, seed, SqlTimes.time(now))));
    }

    /** When the QR code of the pairing changes next. */
    Uni<Void> qrDue(Pairing pairing, Instant dueAt) {
        return done(QR_DUE, Tuple.of(pairing.sessionId(), SqlTimes.time(dueAt), SqlTimes.time(pairing.qrStartedAt())));
    }

    /** Ends the pairing in progress; a linked session stays linked. */
    Uni<Void> endPairing(String sessionId) {
        return done(END_PAIRING, Tuple.of(sessionId));
    }

    /** Ends this pairing, if it is still in progress. */
    Uni<Void> expire(Pairing pairing) {
        return done(EXPIRE, Tuple.of(pairing.sessionId(), pairing.qrSeed()));
    }

    /**
     * Ends this pairing by linking a phone; false when it is not in progress any more, for example because another
     * phone was first.
     */
    Uni<Boolean> link(Transaction transaction, Pairing pairing, String phoneNumber) {
        return transaction
                .connection()
                .preparedQuery(LINK)
                .execute(Tuple.of(pairing.sessionId(), pairing.qrSeed(), phoneNumber))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<List<Pairing>> claimQrDue(Instant now) {
        return execute(CLAIM_QR_DUE, claim(now)).map(rows -> all(rows, SandboxRepository::pairing));
    }

    /** The pairing with the phone that it is for, or null when none is in progress. */
    Uni<Pairing> setPairingPhone(String sessionId, String phone) {
        return one(SET_PAIRING_PHONE, Tuple.of(sessionId, phone));
    }

    /** Forgets what belongs to this generation of the session, or to one before it. */
    Uni<Void> forget(String sessionId, long generation) {
        return done(FORGET, Tuple.of(sessionId, generation));
    }

    /** The same as a part of the transaction. */
    Uni<Void> forget(Transaction transaction, String sessionId, long generation) {
        return transaction
                .connection()
                .preparedQuery(FORGET)
                .execute(Tuple.of(sessionId, generation))
                .replaceWithVoid();
    }

    /** Stores a message; {@code nextStatus} is null for one that reports nothing by itself. */
    Uni<Void> accept(String messageId, String sessionId, String engineMessageId, String nextStatus, Instant dueAt) {
        return done(ACCEPT, Tuple.of(messageId, sessionId, engineMessageId, nextStatus, SqlTimes.time(dueAt)));
    }

    /** The engine's id of a message that the sandbox accepted, or null. */
    Uni<String> engineId(String messageId, String sessionId) {
        return execute(ENGINE_ID, Tuple.of(messageId, sessionId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("engine_message_id"));
    }

    Uni<List<DueStatus>> claimStatusDue(Instant now) {
        return execute(CLAIM_STATUS_DUE, claim(now))
                .map(rows -> all(
                        rows,
                        row -> new DueStatus(
                                row.getString("message_id"),
                                row.getString("session_id"),
                                row.getString("engine_message_id"),
                                row.getString("next_status"),
                                SqlTimes.instant(row, "due_at"))));
    }

    /** What the message reports next, and when; null for nothing more. */
    Uni<Void> nextStatus(String messageId, String status, Instant dueAt) {
        return done(NEXT_STATUS, Tuple.of(messageId, status, SqlTimes.time(dueAt)));
    }

    private static Tuple claim(Instant now) {
        return Tuple.of(SqlTimes.time(now), SqlTimes.time(now.plus(LEASE)), BATCH);
    }

    private Uni<Pairing> one(String sql, Tuple values) {
        return execute(sql, values)
                .map(rows -> rows.size() == 0 ? null : pairing(rows.iterator().next()));
    }

    private Uni<Void> done(String sql, Tuple values) {
        return execute(sql, values).replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(mapping.apply(row)));
        return all;
    }

    private static Pairing pairing(Row row) {
        return new Pairing(
                row.getString("session_id"),
                row.getString("phone_number"),
                row.getString("pairing_phone"),
                row.getString("qr_seed"),
                SqlTimes.instant(row, "qr_started_at"),
                row.getLong("generation"));
    }
}
