package dev.tidings.webhook.delivery;

import dev.tidings.core.event.EventType;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;

/** Turns events into deliveries, one per endpoint that asked for them. */
@ApplicationScoped
public class OutboxRepository {
    /**
     * An event leaves the outbox in the statement that writes its deliveries, so either all of them exist or none. Events
     * that another replica works on are skipped. Events are found before endpoints: in one step, the planner might read all
     * events of an account.
     */
    static final String FAN_OUT = """
            WITH next AS MATERIALIZED (
                SELECT position FROM event_outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED
            ), taken AS (
                DELETE FROM event_outbox USING next WHERE event_outbox.position = next.position
                RETURNING event_outbox.position
            ), told AS MATERIALIZED (
                SELECT event.position, event.id, event.account_id, event.session_id, event.type, event.created_at,
                       kind.group_name
                FROM taken
                JOIN event ON event.position = taken.position
                LEFT JOIN unnest($3::text[], $4::text[]) AS kind (type, group_name) ON kind.type = event.type
            ), made AS (
                INSERT INTO delivery (id, webhook_id, event_position, event_id, type, event_name, status, due_at, created_at)
                SELECT delivery_id(told.id, webhook.id), webhook.id, told.position, told.id, told.type,
                       CASE WHEN told.group_name = ANY (webhook.events) THEN told.group_name ELSE told.type END,
                       'pending', $2, told.created_at
                FROM told
                JOIN webhook ON webhook.account_id = told.account_id AND webhook.enabled AND webhook.deleted_at IS NULL
                    AND (webhook.session_id IS NULL OR webhook.session_id = told.session_id)
                    AND webhook.events && ARRAY [told.type, told.group_name, $5]
                ON CONFLICT (id) DO NOTHING
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM taken) AS events, (SELECT count(*) FROM made) AS deliveries""";

    public static final String[] TYPES =
            Arrays.stream(EventType.values()).map(EventType::wireName).toArray(String[]::new);

    /** The group of each of {@link #TYPES}, in the same order; null for a type without one. */
    public static final String[] GROUPS = Arrays.stream(EventType.values())
            .map(type -> type.group().map(EventType.Group::wireName).orElse(null))
            .toArray(String[]::new);

    private final Pool pool;

    OutboxRepository(Pool pool) {
        this.pool = pool;
    }

    /** How many events left the outbox, and how many deliveries were made. */
    record FannedOut(long events, long deliveries) {}

    /** Makes deliveries of up to so many events, the oldest first. */
    Uni<FannedOut> fanOut(int events, Instant now) {
        Tuple values = Tuple.of(events, SqlTimes.time(now), TYPES, GROUPS, EventType.ALL);
        return pool.preparedQuery(FAN_OUT).execute(values).map(rows -> {
            Row row = rows.iterator().next();
            return new FannedOut(row.getLong("events"), row.getLong("deliveries"));
        });
    }
}
