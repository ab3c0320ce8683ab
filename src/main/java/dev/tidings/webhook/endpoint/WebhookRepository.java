package dev.tidings.webhook.endpoint;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.access.idempotency.KeepAnswerQuery;
import dev.tidings.access.idempotency.KeptAnswer;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.webhook.client.WebhookEndpoint;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Endpoints in PostgreSQL, as their owners see and change them. */
@ApplicationScoped
public class WebhookRepository {
    /** What {@link #endpoint} reads. */
    public static final String COLUMNS = """
             webhook.id, webhook.account_id, webhook.session_id, webhook.url, webhook.events, webhook.description, \
            webhook.headers, webhook.secret, webhook.previous_secret, webhook.previous_until, webhook.enabled, \
            webhook.disabled_reason, webhook.disabled_at, webhook.failing_since, webhook.created_at, \
            webhook.updated_at \
            """;

    /** An endpoint is hidden with its session, whose last events are still delivered. */
    private static final String SEEN = """
             webhook.deleted_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM session WHERE session.id = webhook.session_id AND session.deleted_at IS NOT NULL)\
            """;

    private static final String ADD = """
            WITH added AS MATERIALIZED (
                SELECT add_webhook($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS outcome)
            SELECT outcome, CASE WHEN outcome = 'created' THEN keep_answer($12, $13, $14, $15) END FROM added""";

    private static final String FIND = "SELECT" + COLUMNS
            + "FROM webhook WHERE id = $1 AND account_id = $2 AND ($3::text[] IS NULL OR session_id = ANY ($3)) AND"
            + SEEN;

    private static final String LIST = "SELECT" + COLUMNS
            + "FROM webhook WHERE account_id = $1 AND ($2::text IS NULL OR id < $2)"
            + " AND ($4::text[] IS NULL OR session_id = ANY ($4)) AND" + SEEN
            + " ORDER BY id DESC LIMIT $3";

    private static final String COUNT = "SELECT count(*) FROM webhook WHERE account_id = $1 AND" + SEEN;

    private static final String CHANGE = """
            UPDATE webhook SET url = coalesce($3, url), events = coalesce($4, events),
                   description = CASE WHEN $5::text IS NULL THEN description ELSE nullif($5, '') END,
                   headers = CASE WHEN $6 THEN $7 ELSE headers END,
                   enabled = coalesce($8, enabled),
                   disabled_reason = CASE WHEN coalesce($8, enabled) THEN NULL ELSE coalesce(disabled_reason, 'manual') END,
                   disabled_at = CASE WHEN coalesce($8, enabled) THEN NULL ELSE coalesce(disabled_at, $9) END,
                   failing_since = CASE WHEN $8 OR $3 <> url THEN NULL ELSE failing_since END,
                   updated_at = $9
            WHERE id = $1 AND account_id = $2 AND""" + SEEN + " RETURNING" + COLUMNS;

    /** The headers are sealed anew, unless others have taken their place since they were read. */
    private static final String ROTATE = """
            UPDATE webhook SET previous_secret = secret, previous_until = $5, secret = $3, updated_at = $4,
                   headers = CASE WHEN headers IS NOT DISTINCT FROM $7 THEN $6 ELSE headers END
            WHERE id = $1 AND account_id = $2 AND""" + SEEN + " RETURNING" + COLUMNS;

    private static final String DELETE =
            "UPDATE webhook SET deleted_at = $3 WHERE id = $1 AND account_id = $2 AND" + SEEN + " RETURNING" + COLUMNS;

    private static final String OUTDATED = """
            SELECT id, secret, previous_secret, headers FROM webhook
            WHERE id > $1 AND (NOT starts_with(secret, $2) OR NOT starts_with(previous_secret, $2)
                               OR NOT starts_with(headers, $2))
            ORDER BY id LIMIT $3""";

    /** Unless one of them was changed meanwhile. */
    private static final String RESEAL = """
            UPDATE webhook SET secret = $2, previous_secret = $3, headers = $4
            WHERE id = $1 AND secret = $5 AND previous_secret IS NOT DISTINCT FROM $6 AND headers IS NOT DISTINCT FROM $7""";

    private final Pool pool;

    WebhookRepository(Pool pool) {
        this.pool = pool;
    }

    /** Whether a new endpoint was stored, or why not. */
    enum Added {
        CREATED,
        LIMIT,
        NO_SESSION
    }

    /**
     * Changes to an endpoint; null leaves a field as it is.
     *
     * @param description empty: none
     * @param headers sealed, only looked at when they change; null: none
     */
    record Changes(
            String url, List<String> events, String description, boolean newHeaders, String headers, Boolean enabled) {}

    /** A new secret, and the headers sealed anew with it. */
    record Rotation(String sealedSecret, String sealedHeaders, Instant previousUntil) {}

    /** @param most how many the account may have, this one among them; null: any number */
    Uni<Added> add(WebhookEndpoint webhook, Integer most, KeptAnswer answer) {
        Tuple values = Tuple.tuple()
                .addString(webhook.id())
                .addString(webhook.accountId())
                .addString(webhook.sessionId())
                .addString(webhook.url())
                .addArrayOfString(webhook.events().toArray(String[]::new))
                .addString(webhook.description())
                .addString(webhook.headers())
                .addString(webhook.secret())
                .addBoolean(webhook.enabled())
                .addInteger(most)
                .addOffsetDateTime(SqlTimes.time(webhook.createdAt()))
                .addString(answer.accountId())
                .addString(answer.key())
                .addInteger(answer.status())
                .addString(answer.body());
        return execute(ADD, values).map(rows -> switch (rows.iterator().next().getString("outcome")) {
            case "created" -> Added.CREATED;
            case "limit" -> Added.LIMIT;
            default -> Added.NO_SESSION;
        });
    }

    /** What is sealed of an endpoint; the last two may be null. */
    record Sealed(String id, String secret, String previousSecret, String headers) {}

    /** Endpoints of which something does not start with the prefix, in the order of their ids. */
    Uni<List<Sealed>> outdated(String afterId, String prefix, int limit) {
        return execute(OUTDATED, Tuple.of(afterId, prefix, limit)).map(rows -> {
            List<Sealed> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(new Sealed(
                    row.getString("id"),
                    row.getString("secret"),
                    row.getString("previous_secret"),
                    row.getString("headers"))));
            return found;
        });
    }

    Uni<Void> reseal(Sealed old, Sealed anew) {
        Tuple values = Tuple.tuple()
                .addString(old.id())
                .addString(anew.secret())
                .addString(anew.previousSecret())
                .addString(anew.headers())
                .addString(old.secret())
                .addString(old.previousSecret())
                .addString(old.headers());
        return execute(RESEAL, values).replaceWithVoid();
    }

    /** How many endpoints an account has. */
    Uni<Long> count(String accountId) {
        return execute(COUNT, Tuple.of(accountId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The endpoint, or null. */
    Uni<WebhookEndpoint> find(Caller caller, String id) {
        return execute(FIND, Tuple.of(id, caller.accountId(), caller.visibleSessions()))
                .map(WebhookRepository::first);
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<WebhookEndpoint>> list(Caller caller, String afterId, int limit) {
        return execute(LIST, Tuple.of(caller.accountId(), afterId, limit, caller.visibleSessions()))
                .map(WebhookRepository::all);
    }

    /** The endpoint as it is now, or null. Enabling it, or changing its URL, resets its failures. */
    Uni<WebhookEndpoint> change(String accountId, String id, Changes changes, Instant now) {
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(accountId)
                .addString(changes.url())
                .addArrayOfString(
                        changes.events() == null ? null : changes.events().toArray(String[]::new))
                .addString(changes.description())
                .addBoolean(changes.newHeaders())
                .addString(changes.headers())
                .addBoolean(changes.enabled())
                .addOffsetDateTime(SqlTimes.time(now));
        return execute(CHANGE, values).map(WebhookRepository::first);
    }

    /** Gives it a new secret; the previous one still signs for a while. */
    Uni<WebhookEndpoint> rotate(
            WebhookEndpoint webhook, Rotation rotation, Instant now, FirstAnswer<WebhookEndpoint> answer) {
        Tuple values = Tuple.of(
                        webhook.id(),
                        webhook.accountId(),
                        rotation.sealedSecret(),
                        SqlTimes.time(now),
                        SqlTimes.time(rotation.previousUntil()),
                        rotation.sealedHeaders())
                .addString(webhook.headers());
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(ROTATE)
                .execute(values)
                .map(WebhookRepository::first)
                .onItem()
                .ifNotNull()
                .call(rotated -> KeepAnswerQuery.run(transaction, answer.of(rotated))));
    }

    /** Hides it; null when there is no such endpoint. */
    Uni<WebhookEndpoint> delete(String accountId, String id, Instant now) {
        return execute(DELETE, Tuple.of(id, accountId, SqlTimes.time(now))).map(WebhookRepository::first);
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    /** The first endpoint, or null. */
    private static WebhookEndpoint first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : endpoint(rows.iterator().next());
    }

    private static List<WebhookEndpoint> all(RowSet<Row> rows) {
        List<WebhookEndpoint> endpoints = new ArrayList<>(rows.size());
        rows.forEach(row -> endpoints.add(endpoint(row)));
        return endpoints;
    }

    /** The one way in which an endpoint is read from its row. */
    public static WebhookEndpoint endpoint(Row row) {
        return new WebhookEndpoint(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("session_id"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("events")),
                row.getString("description"),
                row.getString("headers"),
                row.getString("secret"),
                row.getString("previous_secret"),
                SqlTimes.instant(row, "previous_until"),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                SqlTimes.instant(row, "disabled_at"),
                SqlTimes.instant(row, "failing_since"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "updated_at"));
    }
}
