package dev.tidings.engine.cloud.number;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The settings of sessions of the cloud engine. It stores and returns secrets sealed. */
@ApplicationScoped
public class CloudSessionRepository {
    private static final int BATCH = 50;

    /** Longer than it takes to make a session, which is stored after its settings. */
    private static final Duration ORPHANED_AFTER = Duration.ofMinutes(1);

    private static final String SEALED = " session_id, phone_number_id, access_token ";

    /** Settings whose session was never made, or is gone; a session that is due to be unlinked of them counts as gone. */
    private static final String ORPHANED = """
            created_at < $1 AND NOT EXISTS (
                SELECT 1 FROM session WHERE session.id = session_id AND deleted_at IS NULL
                AND NOT (unlink_due AND cloud_session.generation <= coalesce(unlink_generation, session.generation)))""";

    private static final String FREE_NUMBER = "DELETE FROM cloud_session WHERE phone_number_id = $2 AND " + ORPHANED;

    private static final String SWEEP = "DELETE FROM cloud_session WHERE " + ORPHANED;

    /** Two clients may ask for the same number at the same time: one of them gets it. */
    private static final String INSERT = """
            INSERT INTO cloud_session (session_id, phone_number_id, business_account_id, access_token, app_secret, app,
                                       verify_token, generation, created_at, check_due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING""";

    /** For a session that has the number already. */
    private static final String REPLACE = """
            UPDATE cloud_session SET business_account_id = $3, access_token = $4, app_secret = $5, app = $6,
                   verify_token = $7, generation = $8, check_due_at = $9
            WHERE session_id = $1 AND phone_number_id = $2""";

    private static final String FIND = "SELECT" + SEALED + "FROM cloud_session WHERE session_id = $1";

    private static final String FIND_BUSINESS =
            "SELECT business_account_id," + SEALED + "FROM cloud_session WHERE session_id = $1";

    private static final String LEARN_BUSINESS = """
            UPDATE cloud_session SET business_account_id = $3
            WHERE session_id = $1 AND phone_number_id = $2 AND business_account_id IS NULL""";

    /**
     * Everything that is stored for the session here, unless it was configured again after the logout; the
     * conversations of people as late as the session itself.
     */
    private static final String FORGET = """
            WITH gone AS (
                     SELECT $1::text AS id WHERE NOT EXISTS (
                         SELECT 1 FROM cloud_session WHERE session_id = $1 AND generation > $2)),
                 pace AS (DELETE FROM cloud_pace WHERE session_id = (SELECT id FROM gone)),
                 chats AS (DELETE FROM cloud_chat WHERE session_id = $1 AND EXISTS (
                     SELECT 1 FROM session WHERE id = $1 AND deleted_at IS NOT NULL)),
                 uploads AS (DELETE FROM cloud_upload WHERE session_id = (SELECT id FROM gone)),
                 downloads AS (DELETE FROM cloud_download WHERE session_id = (SELECT id FROM gone))
            DELETE FROM cloud_session WHERE session_id = $1 AND generation <= $2""";

    private static final String APPS =
            "SELECT DISTINCT ON (app) app, session_id, app_secret FROM cloud_session ORDER BY app, session_id";

    private static final String ROUTES =
            "SELECT phone_number_id, session_id FROM cloud_session WHERE app = $1 AND phone_number_id = ANY ($2)";

    private static final String KNOWS_VERIFY_TOKEN =
            "SELECT EXISTS (SELECT 1 FROM cloud_session WHERE verify_token = $1) AS known";

    private static final String CLAIM_CHECK_DUE = """
            UPDATE cloud_session SET check_due_at = $2 WHERE session_id IN (
                SELECT session_id FROM cloud_session
                WHERE check_due_at <= $1 AND EXISTS (
                    SELECT 1 FROM session
                    WHERE session.id = session_id AND status = 'connected' AND deleted_at IS NULL)
                ORDER BY check_due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING""" + SEALED;

    private static final String RESEAL =
            "UPDATE cloud_session SET access_token = $2, app_secret = $3 WHERE session_id = $1 AND access_token = $4";

    private static final String OUTDATED = "SELECT" + SEALED + """
            FROM cloud_session WHERE session_id > $1 AND (NOT starts_with(access_token, $2) OR NOT starts_with(app_secret, $2))
            ORDER BY session_id LIMIT $3""";

    private static final String FIND_APP_SECRET = "SELECT app_secret FROM cloud_session WHERE session_id = $1";

    private final Pool pool;

    CloudSessionRepository(Pool pool) {
        this.pool = pool;
    }

    /** The stored settings of a session. */
    record Stored(
            String sessionId,
            String phoneNumberId,
            String businessAccountId,
            String accessToken,
            String appSecret,
            byte[] app,
            byte[] verifyToken,
            long generation) {}

    /** A session's number and its sealed token. */
    public record Sealed(String sessionId, String phoneNumberId, String accessToken) {}

    /** A session with the business account of its number; null when that is not known. */
    record SealedBusiness(Sealed session, String businessAccountId) {}

    /** An app that signs webhooks: its sealed secret, and the session that it was sealed for. */
    record SealedApp(byte[] app, String sessionId, String appSecret) {}

    /** Stores the settings; false when another session has the number, or this one has another number. */
    Uni<Boolean> keep(Stored stored, Instant now, Instant checkDueAt) {
        return execute(REPLACE, values(stored).addOffsetDateTime(SqlTimes.time(checkDueAt)))
                .flatMap(done -> done.rowCount() > 0 ? Uni.createFrom().item(true) : insert(stored, now, checkDueAt));
    }

    private Uni<Boolean> insert(Stored stored, Instant now, Instant checkDueAt) {
        Tuple values =
                values(stored).addOffsetDateTime(SqlTimes.time(now)).addOffsetDateTime(SqlTimes.time(checkDueAt));
        return execute(FREE_NUMBER, Tuple.of(orphaned(now), stored.phoneNumberId()))
                .chain(() -> execute(INSERT, values))
                .map(done -> done.rowCount() > 0);
    }

    private static Tuple values(Stored stored) {
        return Tuple.tuple()
                .addString(stored.sessionId())
                .addString(stored.phoneNumberId())
                .addString(stored.businessAccountId())
                .addString(stored.accessToken())
                .addString(stored.appSecret())
                .addBuffer(Buffer.buffer(stored.app()))
                .addBuffer(Buffer.buffer(stored.verifyToken()))
                .addLong(stored.generation());
    }

    /** What is stored for the session, or null. */
    Uni<Sealed> find(String sessionId) {
        return execute(FIND, Tuple.of(sessionId))
                .map(rows -> rows.size() == 0 ? null : sealed(rows.iterator().next()));
    }

    /** The same with the business account. */
    Uni<SealedBusiness> findBusiness(String sessionId) {
        return execute(FIND_BUSINESS, Tuple.of(sessionId)).map(rows -> {
            Row row = rows.size() == 0 ? null : rows.iterator().next();
            return row == null ? null : new SealedBusiness(sealed(row), row.getString("business_account_id"));
        });
    }

    Uni<Void> learnBusiness(String sessionId, String phoneNumberId, String businessAccountId) {
        return execute(LEARN_BUSINESS, Tuple.of(sessionId, phoneNumberId, businessAccountId))
                .replaceWithVoid();
    }

    Uni<Void> forget(String sessionId, long generation) {
        return execute(FORGET, Tuple.of(sessionId, generation)).replaceWithVoid();
    }

    /** Removes settings whose session was never made. */
    public Uni<Void> sweep(Instant now) {
        return execute(SWEEP, Tuple.of(orphaned(now))).replaceWithVoid();
    }

    /** The apps of all sessions. */
    Uni<List<SealedApp>> apps() {
        return pool.preparedQuery(APPS).execute().map(rows -> all(rows, CloudSessionRepository::app));
    }

    /** The sessions of those of the numbers that belong to the app. */
    public Uni<Map<String, String>> routes(byte[] app, List<String> phoneNumberIds) {
        return execute(
                        ROUTES,
                        Tuple.tuple()
                                .addBuffer(Buffer.buffer(app))
                                .addArrayOfString(phoneNumberIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, String> routes = new HashMap<>();
                    rows.forEach(row -> routes.put(row.getString("phone_number_id"), row.getString("session_id")));
                    return routes;
                });
    }

    Uni<Boolean> knowsVerifyToken(byte[] hash) {
        return execute(KNOWS_VERIFY_TOKEN, Tuple.tuple().addBuffer(Buffer.buffer(hash)))
                .map(rows -> rows.iterator().next().getBoolean("known"));
    }

    /** Connected sessions that are due to be checked; each is given to one replica. */
    Uni<List<Sealed>> claimCheckDue(Instant now, Instant next) {
        return execute(CLAIM_CHECK_DUE, Tuple.of(SqlTimes.time(now), SqlTimes.time(next), BATCH))
                .map(rows -> all(rows, CloudSessionRepository::sealed));
    }

    /** Sessions of which a secret does not start with the prefix, in the order of their ids. */
    Uni<List<Sealed>> outdated(String afterId, String prefix, int limit) {
        return execute(OUTDATED, Tuple.of(afterId, prefix, limit))
                .map(rows -> all(rows, CloudSessionRepository::sealed));
    }

    Uni<String> findAppSecret(String sessionId) {
        return execute(FIND_APP_SECRET, Tuple.of(sessionId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("app_secret"));
    }

    /** Replaces the sealed secrets, unless they were replaced meanwhile. */
    Uni<Void> reseal(Sealed old, String accessToken, String appSecret) {
        return execute(RESEAL, Tuple.of(old.sessionId(), accessToken, appSecret, old.accessToken()))
                .replaceWithVoid();
    }

    private static Object orphaned(Instant now) {
        return SqlTimes.time(now.minus(ORPHANED_AFTER));
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(mapping.apply(row)));
        return all;
    }

    private static Sealed sealed(Row row) {
        return new Sealed(row.getString("session_id"), row.getString("phone_number_id"), row.getString("access_token"));
    }

    private static SealedApp app(Row row) {
        return new SealedApp(row.getBuffer("app").getBytes(), row.getString("session_id"), row.getString("app_secret"));
    }
}
