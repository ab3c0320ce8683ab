package dev.tidings.webhook.delivery;

import dev.tidings.core.event.EventBodies;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.webhook.client.Attempt;
import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.client.WebhookEvent;
import dev.tidings.webhook.delivery.EndpointConcurrency.Room;
import dev.tidings.webhook.endpoint.WebhookRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Waiting deliveries in PostgreSQL: claimed by one replica at a time, with a lease and a token. */
@ApplicationScoped
public class DeliveryRepository {
    /** Longer than an attempt and the recording of its outcome can take: after it the attempt counts as lost, and another one begins. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** The endpoints that deliveries wait for, found by jumps through the index of waiting deliveries, one jump per endpoint. */
    public static final String WAITING = """
            WITH RECURSIVE waiting (id) AS (
                (SELECT webhook_id FROM delivery WHERE status = 'pending' ORDER BY webhook_id LIMIT 1)
                UNION ALL
                SELECT (SELECT webhook_id FROM delivery WHERE status = 'pending' AND webhook_id > waiting.id
                        ORDER BY webhook_id LIMIT 1)
                FROM waiting WHERE waiting.id IS NOT NULL
            )""";

    /**
     * Claims what is due, up to the room of each endpoint. The endpoints of an account take turns, and so do the accounts. Of an
     * account with many endpoints, no more per endpoint is read than can be claimed. What was chosen is locked if it is still due;
     * {@code coalesce} keeps the planner from the index of waiting deliveries, which it would read as a whole for each row.
     */
    static final String CLAIM = WAITING + """
            , open AS (
                SELECT webhook.id, webhook.account_id,
                       least(coalesce(known.room, $3), 1 + $1 / count(*) OVER (PARTITION BY webhook.account_id)) AS room
                FROM waiting
                JOIN webhook ON webhook.id = waiting.id AND webhook.enabled AND webhook.deleted_at IS NULL
                LEFT JOIN unnest($4::text[], $5::int[]) AS known (id, room) ON known.id = webhook.id
                WHERE coalesce(known.room, $3) > 0
            ), candidate AS (
                SELECT due.id, due.due_at,
                       row_number() OVER (PARTITION BY open.account_id ORDER BY due.turn, due.due_at) AS turn
                FROM open CROSS JOIN LATERAL (
                    SELECT first.id, first.due_at, row_number() OVER (ORDER BY first.due_at) AS turn
                    FROM (SELECT id, due_at FROM delivery
                          WHERE webhook_id = open.id AND status = 'pending' AND due_at <= $2
                          ORDER BY due_at LIMIT open.room) AS first) AS due
            ), chosen AS MATERIALIZED (
                SELECT id FROM candidate ORDER BY turn, due_at LIMIT $1
            ), locked AS MATERIALIZED (
                SELECT delivery.id FROM chosen JOIN delivery ON delivery.id = chosen.id
                WHERE coalesce(delivery.due_at, 'infinity') <= $2
                FOR UPDATE OF delivery SKIP LOCKED
            ), claimed AS (
                UPDATE delivery SET token = $6, due_at = $7 FROM locked WHERE delivery.id = locked.id
                RETURNING delivery.id, delivery.step, delivery.webhook_id, delivery.event_position, delivery.event_name
            )
            SELECT claimed.id AS delivery_id, claimed.step, claimed.event_name, event.id AS event_id,
                   event.created_at AS event_at, event.session_id AS event_session, event.sequence,
                   event.data::text AS data, event.sealed, event.sealed_until,""" + WebhookRepository.COLUMNS + """
            FROM claimed JOIN webhook ON webhook.id = claimed.webhook_id
            LEFT JOIN event ON event.position = claimed.event_position""";

    private static final String RECORD = """
            WITH result AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[],
                                     $7::int[], $8::text[], $9::text[])
                    AS result (id, token, status, due_at, at, http_status, duration_ms, error, response)
            ), done AS (
                UPDATE delivery SET status = result.status, due_at = result.due_at, token = NULL, step = step + 1,
                       attempts = attempts + 1, http_status = result.http_status, error = result.error
                FROM result WHERE delivery.id = result.id AND delivery.token = result.token
                RETURNING delivery.id, delivery.attempts
            )
            INSERT INTO delivery_attempt (delivery_id, number, at, http_status, duration_ms, error, response)
            SELECT done.id, done.attempts, result.at, result.http_status, result.duration_ms, result.error, result.response
            FROM done JOIN result ON result.id = done.id""";

    private final Pool pool;
    private final EventBodies bodies;

    DeliveryRepository(Pool pool, EventBodies bodies) {
        this.pool = pool;
        this.bodies = bodies;
    }

    /**
     * An attempt as it is recorded.
     *
     * @param dueAt when the next attempt is due; null when the status is final
     */
    record Result(ClaimedDelivery delivery, Attempt attempt, DeliveryStatus status, Instant dueAt) {
        AttemptOutcome outcome() {
            return attempt.outcome();
        }
    }

    /**
     * Claims up to so many deliveries that are due.
     *
     * @param usualRoom the room of endpoints that {@code rooms} does not name
     */
    Uni<List<ClaimedDelivery>> claim(String token, int most, int usualRoom, List<Room> rooms, Instant now) {
        Tuple values = Tuple.tuple()
                .addInteger(most)
                .addOffsetDateTime(SqlTimes.time(now))
                .addInteger(usualRoom)
                .addArrayOfString(rooms.stream().map(Room::webhookId).toArray(String[]::new))
                .addArrayOfInteger(rooms.stream().map(Room::left).toArray(Integer[]::new))
                .addString(token)
                .addOffsetDateTime(SqlTimes.time(now.plus(LEASE)));
        return pool.preparedQuery(CLAIM).execute(values).map(rows -> {
            List<ClaimedDelivery> claimed = new ArrayList<>(rows.size());
            rows.forEach(row -> claimed.add(claimed(row, token)));
            return claimed;
        });
    }

    /** Records attempts in one statement; one whose lease has passed to another attempt changes nothing. */
    Uni<Void> record(List<Result> results) {
        Tuple values = Tuple.tuple()
                .addArrayOfString(column(
                        results, String.class, result -> result.delivery().deliveryId()))
                .addArrayOfString(column(
                        results, String.class, result -> result.delivery().token()))
                .addArrayOfString(
                        column(results, String.class, result -> result.status().wireName()))
                .addArrayOfOffsetDateTime(
                        column(results, OffsetDateTime.class, result -> SqlTimes.time(result.dueAt())))
                .addArrayOfOffsetDateTime(column(
                        results,
                        OffsetDateTime.class,
                        result -> SqlTimes.time(result.attempt().at())))
                .addArrayOfInteger(column(
                        results, Integer.class, result -> result.outcome().httpStatus()))
                .addArrayOfInteger(column(results, Integer.class, result ->
                        (int) result.attempt().took().toMillis()))
                .addArrayOfString(
                        column(results, String.class, result -> result.outcome().error()))
                .addArrayOfString(
                        column(results, String.class, result -> result.outcome().response()));
        return pool.preparedQuery(RECORD).execute(values).replaceWithVoid();
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] column(List<Result> results, Class<T> type, Function<Result, T> value) {
        return results.stream().map(value).toArray(size -> (T[]) Array.newInstance(type, size));
    }

    private ClaimedDelivery claimed(Row row, String token) {
        String eventId = row.getString("event_id");
        String sessionId = row.getString("event_session");
        String sealed = row.getString("sealed");
        Instant until = SqlTimes.instant(row, "sealed_until");
        WebhookEvent event = eventId == null
                ? null
                : new WebhookEvent(
                        eventId,
                        row.getString("event_name"),
                        SqlTimes.instant(row, "event_at"),
                        sessionId,
                        row.getLong("sequence"),
                        bodies.stored(row.getString("data"), sessionId, sealed, until),
                        sealed != null);
        return new ClaimedDelivery(
                row.getString("delivery_id"), token, row.getInteger("step"), WebhookRepository.endpoint(row), event);
    }
}
