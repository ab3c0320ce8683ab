package dev.tidings.webhook.history;

import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.access.idempotency.KeepAnswerQuery;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.webhook.delivery.DeliveryStatus;
import dev.tidings.webhook.delivery.OutboxRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Deliveries in PostgreSQL as the owner of an endpoint sees them. The caller has checked whose endpoint it is. */
@ApplicationScoped
public class DeliveryHistoryRepository {
    private static final String COLUMNS = """
             id, webhook_id, event_id, event_name, type, status, attempts, due_at, http_status, error, created_at \
            """;

    /** The status is part of the SQL text, so that each status uses its own index. */
    private static final String LIST = "SELECT" + COLUMNS + """
            FROM delivery WHERE webhook_id = $1 AND ($2::text IS NULL OR id < $2) AND ($3::text IS NULL OR id >= $3)
            AND ($4::text[] IS NULL OR type = ANY ($4))%s ORDER BY id DESC LIMIT $5""";

    private static final String FIND = "SELECT" + COLUMNS + "FROM delivery WHERE id = $1 AND webhook_id = $2";

    private static final String ATTEMPTS = """
            SELECT number, at, http_status, duration_ms, error, response FROM delivery_attempt
            WHERE delivery_id = $1 ORDER BY number""";

    /** An attempt that runs is not disturbed; the event must still be there. */
    private static final String REPLAY = """
            UPDATE delivery SET status = 'pending', step = CASE WHEN token IS NULL THEN 0 ELSE step END, error = NULL,
                   due_at = CASE WHEN token IS NULL OR due_at <= $3 THEN $3 ELSE due_at END
            WHERE id = $1 AND webhook_id = $2
            AND EXISTS (SELECT 1 FROM event WHERE event.position = delivery.event_position)
            RETURNING""" + COLUMNS;

    /**
     * Makes deliveries of all events that the endpoint asks for, whether it got them before or was disabled then. Those that wait
     * stay as they are, and with {@code $6} also those that were delivered. Ids begin with the time of the event: their index
     * finds a short period among many events.
     */
    private static final String REPLAY_RANGE = """
            WITH asked AS MATERIALIZED (
                SELECT delivery_id(event.id, webhook.id) AS id, webhook.id AS webhook_id, event.position,
                       event.id AS event_id, event.type, event.created_at,
                       CASE WHEN kind.group_name = ANY (webhook.events) THEN kind.group_name ELSE event.type END AS name
                FROM webhook
                JOIN event ON event.account_id = webhook.account_id
                    AND (webhook.session_id IS NULL OR webhook.session_id = event.session_id)
                LEFT JOIN unnest($4::text[], $5::text[]) AS kind (type, group_name) ON kind.type = event.type
                LEFT JOIN delivery AS known ON known.id = delivery_id(event.id, webhook.id)
                WHERE webhook.id = $1 AND event.id >= $10 AND event.id < $11
                  AND event.created_at >= $2 AND event.created_at < $3 AND event.type = ANY ($8)
                  AND (known.id IS NULL OR known.status = 'failed' OR (known.status = 'delivered' AND NOT $6))
                ORDER BY event.position LIMIT $7
            ), made AS (
                INSERT INTO delivery (id, webhook_id, event_position, event_id, type, event_name, status, due_at, created_at)
                SELECT id, webhook_id, position, event_id, type, name, 'pending', $9, created_at FROM asked
                ON CONFLICT (id) DO UPDATE SET status = 'pending', due_at = $9, step = 0, error = NULL
                    WHERE delivery.status <> 'pending'
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM made) AS replayed, (SELECT count(*) FROM asked) AS asked,
                   (SELECT max(created_at) FROM asked) AS last""";

    private final Pool pool;

    DeliveryHistoryRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * The result of a replay of many events.
     *
     * @param next the time of the first event that was left out, as there were too many; null when there was none
     */
    public record Replayed(long deliveries, Instant next) {}

    /** Newest first, after the given id if there is one. */
    Uni<List<Delivery>> list(String webhookId, DeliveryFilter filter, String afterId, int limit) {
        String status = filter.statuses().isEmpty()
                ? ""
                : filter.statuses().stream()
                        .map(DeliveryStatus::wireName)
                        .collect(Collectors.joining("', '", " AND status IN ('", "')"));
        Tuple values = Tuple.of(
                webhookId,
                afterId,
                filter.since() == null ? null : Ids.bound(IdKind.DELIVERY, filter.since()),
                filter.types().isEmpty() ? null : filter.types().toArray(String[]::new),
                limit);
        return execute(LIST.formatted(status), values).map(rows -> {
            List<Delivery> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(delivery(row)));
            return found;
        });
    }

    /** The delivery, or null. */
    Uni<Delivery> find(String webhookId, String id) {
        return execute(FIND, Tuple.of(id, webhookId)).map(DeliveryHistoryRepository::first);
    }

    /** The attempts of a delivery, in their order. */
    Uni<List<Delivery.Attempt>> attempts(String deliveryId) {
        return execute(ATTEMPTS, Tuple.of(deliveryId)).map(rows -> {
            List<Delivery.Attempt> attempts = new ArrayList<>(rows.size());
            rows.forEach(row -> attempts.add(new Delivery.Attempt(
                    row.getInteger("number"),
                    SqlTimes.instant(row, "at"),
                    row.getInteger("http_status"),
                    row.getInteger("duration_ms"),
                    row.getString("error"),
                    row.getString("response"))));
            return attempts;
        });
    }

    /** The delivery, due now; null when it or its event is not kept any more. */
    Uni<Delivery> replay(String webhookId, String id, Instant now, FirstAnswer<Delivery> answer) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(REPLAY)
                .execute(Tuple.of(id, webhookId, SqlTimes.time(now)))
                .map(DeliveryHistoryRepository::first)
                .onItem()
                .ifNotNull()
                .call(delivery -> KeepAnswerQuery.run(transaction, answer.of(delivery))));
    }

    /** Up to {@code most} events of that time, the oldest first, become due now. */
    Uni<Replayed> replay(
            String webhookId,
            Instant since,
            Instant until,
            Set<String> types,
            boolean onlyFailed,
            int most,
            Instant now,
            FirstAnswer<Replayed> answer) {
        Tuple values = Tuple.tuple()
                .addString(webhookId)
                .addOffsetDateTime(SqlTimes.time(since))
                .addOffsetDateTime(SqlTimes.time(until))
                .addArrayOfString(OutboxRepository.TYPES)
                .addArrayOfString(OutboxRepository.GROUPS)
                .addBoolean(onlyFailed)
                .addInteger(most)
                .addArrayOfString(types.toArray(String[]::new))
                .addOffsetDateTime(SqlTimes.time(now))
                .addString(Ids.bound(IdKind.EVENT, since))
                .addString(Ids.bound(IdKind.EVENT, until.plusMillis(1)));
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(REPLAY_RANGE)
                .execute(values)
                .map(rows -> replayed(rows.iterator().next(), most))
                .call(done -> KeepAnswerQuery.run(transaction, answer.of(done))));
    }

    private static Replayed replayed(Row row, int most) {
        boolean all = row.getLong("asked") < most;
        return new Replayed(row.getLong("replayed"), all ? null : SqlTimes.instant(row, "last"));
    }

    private static Delivery first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : delivery(rows.iterator().next());
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                row.getString("id"),
                row.getString("webhook_id"),
                row.getString("event_id"),
                row.getString("event_name"),
                row.getString("type"),
                DeliveryStatus.ofWireName(row.getString("status")),
                row.getInteger("attempts"),
                SqlTimes.instant(row, "due_at"),
                row.getInteger("http_status"),
                row.getString("error"),
                SqlTimes.instant(row, "created_at"));
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
