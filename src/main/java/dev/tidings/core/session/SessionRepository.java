package dev.tidings.core.session;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.KeptAnswer;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.event.EventSinkProvisioner.Subscription;
import dev.tidings.core.session.SessionSecrets.SealedQr;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Sessions in PostgreSQL. Removed sessions stay as rows, for the history of their messages, and are never found here.
 */
@ApplicationScoped
class SessionRepository {
    private static final String COLUMNS = """
             id, account_id, name, engine, status, status_reason, qr_text, qr_sealed, qr_expires_at, phone_number, \
            created_at, connected_at, passkey_sealed, passkey_expires_at, restriction_kind, restriction_until, generation, \
            CASE WHEN unlink_due THEN coalesce(unlink_generation, generation) END AS due_wipe\
            """;

    private static final String INSERT = """
            WITH made AS (
                INSERT INTO session (id, account_id, name, engine, status, created_at, updated_at)
                SELECT $1, $2, $3, $4, 'starting', $5, $5 WHERE session_has_room($2, $6) RETURNING""" + COLUMNS + """
            ) SELECT made.*, keep_answer($7, $8, $9, $10) AS kept FROM made""";

    private static final String ADD_WEBHOOK =
            "SELECT add_webhook($1, $2, $3, $4, $5, NULL, NULL, $6, true, $7, $8) AS outcome";

    private static final String FIND =
            "SELECT" + COLUMNS + " FROM session WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL";

    private static final String LIST = "SELECT" + COLUMNS + """
             FROM session WHERE account_id = $1 AND deleted_at IS NULL AND ($2::text IS NULL OR id < $2)
            AND ($4::text[] IS NULL OR id = ANY ($4)) ORDER BY id DESC LIMIT $3""";

    private static final String COUNT = "SELECT count(*) FROM session WHERE account_id = $1 AND deleted_at IS NULL";

    /** The QR code, if there is one, is in the sealed fields of the event alone. */
    private static final String APPLY = """
            UPDATE session SET status = $2, status_reason = $3, qr_text = NULL, qr_sealed = $4, qr_hash = $9,
                   qr_expires_at = $5,
                   phone_number = CASE WHEN $2 = 'logged_out' THEN NULL ELSE coalesce($6, phone_number) END,
                   generation = CASE WHEN $2 = 'logged_out' THEN generation + 1 ELSE generation END,
                   connected_at = CASE WHEN $2 = 'connected' THEN $7::timestamptz END, updated_at = $7,
                   passkey_sealed = $10, passkey_expires_at = $11, retry_at = $12,
                   restriction_kind = CASE WHEN $2 = 'logged_out' OR ($2 = 'connected' AND restriction_kind = 'temporary_ban')
                                           THEN NULL ELSE restriction_kind END
            WHERE id = $1 AND deleted_at IS NULL AND status = ANY ($8)
              AND ($9::text IS NULL OR qr_hash IS DISTINCT FROM $9)
            RETURNING""" + COLUMNS;

    private static final String RESTRICT = """
            UPDATE session SET restriction_kind = $2, restriction_until = $3
            WHERE id = $1 AND deleted_at IS NULL
              AND (restriction_kind, restriction_until) IS DISTINCT FROM ($2::text, $3::timestamptz)
            RETURNING""" + COLUMNS;

    /** Each is given to one replica, and again later if nothing comes of it. */
    private static final String CLAIM_RETRY_DUE = """
            UPDATE session SET retry_at = $2 WHERE id IN (
                SELECT id FROM session WHERE retry_at <= $1 AND status = 'disconnected' AND deleted_at IS NULL
                ORDER BY retry_at LIMIT 50 FOR UPDATE SKIP LOCKED)
            RETURNING""" + COLUMNS;

    private static final String COUNT_STATES =
            "SELECT engine, status, count(*) AS sessions FROM session WHERE deleted_at IS NULL GROUP BY engine, status";

    /** A logout by the release before has not begun the next generation: then it begins here. */
    private static final String RESTART = """
            UPDATE session SET status = 'starting', status_reason = NULL, qr_text = NULL, qr_sealed = NULL, qr_hash = NULL,
                   qr_expires_at = NULL, connected_at = NULL, updated_at = $3, passkey_sealed = NULL,
                   passkey_expires_at = NULL, retry_at = NULL,
                   generation = CASE WHEN unlink_due AND unlink_generation IS NULL THEN generation + 1 ELSE generation END,
                   unlink_generation = CASE WHEN unlink_due THEN coalesce(unlink_generation, generation) END
            WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL AND status = ANY ($4) RETURNING""" + COLUMNS;

    private static final String LOG_OUT = """
            WITH old AS (
                SELECT id, status FROM session WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL FOR UPDATE
            ), changed AS (
                UPDATE session AS s SET status = 'logged_out', status_reason = $4, qr_text = NULL, qr_sealed = NULL,
                       qr_hash = NULL, qr_expires_at = NULL, passkey_sealed = NULL, passkey_expires_at = NULL,
                       retry_at = NULL, restriction_kind = NULL, restriction_until = NULL,
                       phone_number = NULL, connected_at = NULL, unlink_due = true, unlink_generation = s.generation,
                       generation = s.generation + 1, updated_at = $3,
                       deleted_at = CASE WHEN $5 THEN $3::timestamptz END
                FROM old WHERE s.id = old.id RETURNING s AS session, old.status AS old_status
            )
            SELECT""" + COLUMNS + """
                , old_status, forget_sealed(id) AS forgotten
            FROM changed CROSS JOIN LATERAL (SELECT (session).*) AS now""";

    /** After a logout by the release before the next generation begins here. */
    private static final String UNLINKED = """
            UPDATE session SET unlink_due = false, unlink_generation = NULL,
                   generation = CASE WHEN unlink_generation IS NULL THEN generation + 1 ELSE generation END
            WHERE id = $1 AND unlink_due AND coalesce(unlink_generation, generation) <= $2""";

    private static final String UNLINK_IF_LOGGED_OUT = """
            UPDATE session SET unlink_due = true, unlink_generation = generation, generation = generation + 1
            WHERE id = $1 AND status = 'logged_out' RETURNING""" + COLUMNS;

    private static final String CLAIM = """
            UPDATE session SET updated_at = $1 WHERE id IN (
                SELECT id FROM session WHERE %s AND updated_at < $2 ORDER BY updated_at LIMIT 50 FOR UPDATE SKIP LOCKED)
            RETURNING""" + COLUMNS;
    private static final String CLAIM_UNSETTLED =
            CLAIM.formatted("status IN ('starting', 'connecting') AND deleted_at IS NULL");
    private static final String CLAIM_UNLINK_DUE = CLAIM.formatted("unlink_due");

    /** The replica that sent them owns the sessions no more. */
    private static final String RELEASE_QUEUES = """
            UPDATE session SET queue_token = NULL, queue_lease_until = NULL
            WHERE id = ANY ($1) AND queue_token IS NOT NULL""";

    private static final String LOSE_CONNECTIONS = """
            UPDATE session SET status = 'reconnecting', status_reason = $2, qr_text = NULL, qr_sealed = NULL,
                   qr_hash = NULL, qr_expires_at = NULL, connected_at = NULL, updated_at = $3
            WHERE id = ANY ($1) AND deleted_at IS NULL AND status IN ('connected', 'connecting') RETURNING""" + COLUMNS;

    /** Also what the release before leaves, which knows qr_expires_at only. */
    private static final String FORGET_CODES = """
            UPDATE session SET qr_sealed = CASE WHEN qr_expires_at > $1 THEN qr_sealed END,
                   qr_hash = CASE WHEN qr_expires_at > $1 THEN qr_hash END,
                   passkey_sealed = CASE WHEN passkey_expires_at > $1 THEN passkey_sealed END
            WHERE (qr_sealed IS NOT NULL AND (qr_expires_at IS NULL OR qr_expires_at <= $1))
               OR (passkey_sealed IS NOT NULL AND (passkey_expires_at IS NULL OR passkey_expires_at <= $1))""";

    private final Pool pool;
    private final SessionSecrets secrets;

    /** How many sessions of an engine are in a state. */
    record StateCount(String engine, SessionStatus status, long sessions) {}

    SessionRepository(Pool pool, SessionSecrets secrets) {
        this.pool = pool;
        this.secrets = secrets;
    }

    /** The new session; null when the caller's plan allows no further one, which is exact also in parallel. */
    Uni<Session> insert(Session session, Caller caller, KeptAnswer answer) {
        return one(INSERT, insertValues(session, caller, answer));
    }

    private static Tuple insertValues(Session session, Caller caller, KeptAnswer answer) {
        return Tuple.tuple()
                .addString(session.id())
                .addString(session.accountId())
                .addString(session.name())
                .addString(session.engine())
                .addOffsetDateTime(SqlTimes.time(session.createdAt()))
                .addInteger(caller.plan().sessions())
                .addString(answer.accountId())
                .addString(answer.key())
                .addInteger(answer.status())
                .addString(answer.body());
    }

    /** How many sessions an account has. */
    Uni<Long> count(String accountId) {
        return query(COUNT, Tuple.of(accountId), rows -> rows.iterator().next().getLong(0));
    }

    /**
     * Both the session and a webhook for its events, or none: null as above, or fails with
     * {@code webhook_limit_reached}.
     */
    Uni<Session> insert(Session session, Caller caller, Subscription webhook, KeptAnswer answer) {
        Tuple values = Tuple.tuple()
                .addString(webhook.webhookId())
                .addString(session.accountId())
                .addString(session.id())
                .addString(webhook.url())
                .addArrayOfString(webhook.events().toArray(String[]::new))
                .addString(webhook.sealedSecret())
                .addInteger(webhook.most())
                .addOffsetDateTime(SqlTimes.time(session.createdAt()));
        return pool.withTransaction(connection -> connection
                .preparedQuery(INSERT)
                .execute(insertValues(session, caller, answer))
                .map(this::first)
                .onItem()
                .ifNotNull()
                .call(made -> connection
                        .preparedQuery(ADD_WEBHOOK)
                        .execute(values)
                        .invoke(SessionRepository::requireWebhook)));
    }

    /** The session, or null. */
    Uni<Session> find(String accountId, String id) {
        return one(FIND, Tuple.of(id, accountId));
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<Session>> list(Caller caller, String afterId, int limit) {
        return many(LIST, Tuple.of(caller.accountId(), afterId, limit, caller.visibleSessions()));
    }

    /**
     * Stores an engine's report, unless the session's state does not fit it any more.
     *
     * @param qr of the report, as it is stored
     * @return the session as it is then; null when nothing was stored
     */
    Uni<Session> apply(Transaction transaction, String id, SessionTransition update, SealedQr qr, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(update.status().wireName())
                .addString(update.reason())
                .addString(qr.text())
                .addOffsetDateTime(SqlTimes.time(update.qrExpiresAt()))
                .addString(update.phoneNumber())
                .addOffsetDateTime(SqlTimes.time(now))
                .addArrayOfString(reachableFrom(update.status()))
                .addString(qr.hash())
                .addString(secrets.sealPasskey(id, update.passkey()))
                .addOffsetDateTime(SqlTimes.time(
                        update.passkey() == null ? null : update.passkey().expiresAt()))
                .addOffsetDateTime(SqlTimes.time(update.retryAt()));
        return transaction.connection().preparedQuery(APPLY).execute(values).map(this::first);
    }

    /**
     * Stores a limit of the account.
     *
     * @param kind null for none
     * @return null if that was stored already
     */
    Uni<Session> restrict(Transaction transaction, String id, String kind, Instant until) {
        return transaction
                .connection()
                .preparedQuery(RESTRICT)
                .execute(Tuple.of(id, kind, SqlTimes.time(until)))
                .map(this::first);
    }

    /** Disconnected sessions that are to be opened again now; the next time for each is {@code next}. */
    Uni<List<Session>> claimRetryDue(Instant now, Instant next) {
        return many(CLAIM_RETRY_DUE, Tuple.of(SqlTimes.time(now), SqlTimes.time(next)));
    }

    /** How many sessions there are, of all accounts, by engine and state. */
    Uni<List<StateCount>> count() {
        return query(COUNT_STATES, Tuple.tuple(), rows -> {
            List<StateCount> counts = new ArrayList<>(rows.size());
            rows.forEach(row -> counts.add(new StateCount(
                    row.getString("engine"),
                    SessionStatus.ofWireName(row.getString("status")),
                    row.getLong("sessions"))));
            return counts;
        });
    }

    /** Sets the session back to {@code starting}; null when it is that or {@code connecting}. */
    Uni<Session> restart(String accountId, String id, Instant now) {
        return one(RESTART, Tuple.of(id, accountId, SqlTimes.time(now), reachableFrom(SessionStatus.STARTING)));
    }

    /**
     * A session that was logged out.
     *
     * @param changed whether it was not before
     */
    record LoggedOut(Session session, boolean changed) {}

    /** Logs the session out, or also removes it; the engine's part is then due. Null when there is no such session. */
    Uni<LoggedOut> logOut(
            Transaction transaction, String accountId, String id, String reason, boolean remove, Instant now) {
        return transaction
                .connection()
                .preparedQuery(LOG_OUT)
                .execute(Tuple.of(id, accountId, SqlTimes.time(now), reason, remove))
                .map(rows -> rows.size() == 0 ? null : loggedOut(rows.iterator().next()));
    }

    private LoggedOut loggedOut(Row row) {
        Session session = session(row);
        return new LoggedOut(session, !session.status().wireName().equals(row.getString("old_status")));
    }

    /** Makes the engine's part of a logout due again if the session is logged out; null if it is not. */
    Uni<Session> unlinkIfLoggedOut(String id) {
        return one(UNLINK_IF_LOGGED_OUT, Tuple.of(id));
    }

    /** The credentials are deleted up to this generation. */
    Uni<Void> unlinked(String id, long generation) {
        return query(UNLINKED, Tuple.of(id, generation), rows -> rows).replaceWithVoid();
    }

    /** Sessions that should have changed by themselves since {@code before}; each is given to one replica. */
    Uni<List<Session>> claimUnsettled(Instant before, Instant now) {
        return many(CLAIM_UNSETTLED, Tuple.of(SqlTimes.time(now), SqlTimes.time(before)));
    }

    /** Sessions whose credentials should have been deleted since {@code before}; each is given to one replica. */
    Uni<List<Session>> claimUnlinkDue(Instant before, Instant now) {
        return many(CLAIM_UNLINK_DUE, Tuple.of(SqlTimes.time(now), SqlTimes.time(before)));
    }

    /** Lets another replica send their queues at once. */
    Uni<Void> releaseQueues(Transaction transaction, List<String> ids) {
        return transaction
                .connection()
                .preparedQuery(RELEASE_QUEUES)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Changes those that are connected to {@code reconnecting}, and returns them. */
    Uni<List<Session>> disconnected(Transaction transaction, List<String> ids, String reason, Instant now) {
        return transaction
                .connection()
                .preparedQuery(LOSE_CONNECTIONS)
                .execute(Tuple.of(ids.toArray(String[]::new), reason, SqlTimes.time(now)))
                .map(this::all);
    }

    /** Removes QR codes and passkey challenges that nobody can use any more; returns of how many sessions. */
    Uni<Integer> forgetCodes(Instant now) {
        return query(FORGET_CODES, Tuple.of(SqlTimes.time(now)), RowSet::rowCount);
    }

    private Uni<Session> one(String sql, Tuple values) {
        return query(sql, values, this::first);
    }

    private Session first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : session(rows.iterator().next());
    }

    private Uni<List<Session>> many(String sql, Tuple values) {
        return query(sql, values, this::all);
    }

    private List<Session> all(RowSet<Row> rows) {
        List<Session> sessions = new ArrayList<>(rows.size());
        rows.forEach(row -> sessions.add(session(row)));
        return sessions;
    }

    private <T> Uni<T> query(String sql, Tuple values, Function<RowSet<Row>, T> result) {
        return pool.preparedQuery(sql).execute(values).map(result);
    }

    /** Throws, so that the session is rolled back. */
    private static void requireWebhook(RowSet<Row> added) {
        if (!added.iterator().next().getString("outcome").equals("created")) {
            throw ApiException.of(ErrorCode.WEBHOOK_LIMIT_REACHED);
        }
    }

    private static String[] reachableFrom(SessionStatus status) {
        return status.reachableFrom().stream().map(SessionStatus::wireName).toArray(String[]::new);
    }

    private Session session(Row row) {
        String sealedQr = row.getString("qr_sealed");
        Instant qrExpiresAt = SqlTimes.instant(row, "qr_expires_at");
        return new Session(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("name"),
                row.getString("engine"),
                SessionStatus.ofWireName(row.getString("status")),
                row.getString("status_reason"),
                sealedQr == null || qrExpiresAt == null
                        ? row.getString("qr_text")
                        : secrets.openQr(row.getString("id"), sealedQr),
                qrExpiresAt,
                row.getString("phone_number"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "connected_at"),
                secrets.openPasskey(
                        row.getString("id"),
                        row.getString("passkey_sealed"),
                        SqlTimes.instant(row, "passkey_expires_at")),
                row.getString("restriction_kind") == null
                        ? null
                        : new Session.Restriction(
                                row.getString("restriction_kind"), SqlTimes.instant(row, "restriction_until")),
                row.getLong("generation"),
                row.getLong("due_wipe"));
    }
}
