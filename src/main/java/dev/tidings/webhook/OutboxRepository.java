package dev.tidings.webhook;

import dev.tidings.event.EventType;
import dev.tidings.sql.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;

/** Turns events into deliveries, one for each endpoint that asked for them. */
@ApplicationScoped
class OutboxRepository {
    /**
     * An event leaves the outbox in the statement that writes its deliveries, so it is handed out whole or not at all. Events
     * that another replica works on are left to it.
     */
    private static final String FAN_OUT = """
            WITH next AS MATERIALIZED (
                SELECT position FROM event_outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED
            ), taken AS (
                DELETE FROM event_outbox USING next WHERE event_outbox.position = next.position
                RETURNING event_outbox.position
            ), made AS (
                INSERT INTO delivery (id, webhook_id, event_position, event_id, type, event_name, status, due_at, created_at)
                SELECT delivery_id(event.id, webhook.id), webhook.id, event.position, event.id, event.type,
                       CASE WHEN kind.group_name = ANY (webhook.events) THEN kind.group_name ELSE event.type END,
                       'pending', $2, event.created_at
                FROM taken
                JOIN event ON event.position = taken.position
                LEFT JOIN unnest($3::text[], $4::text[]) AS kind (type, group_name) ON kind.type = event.type
                JOIN webhook ON webhook.account_id = event.account_id AND webhook.enabled AND webhook.deleted_at IS NULL
                    AND (webhook.session_id IS NULL OR webhook.session_id = event.session_id)
                    AND webhook.events && ARRAY [event.type, kind.group_name, $5]
                ON CONFLICT (id) DO NOTHING
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM taken) AS events, (SELECT count(*) FROM made) AS deliveries""";

    static final String[] TYPES =
            Arrays.stream(EventType.values()).map(EventType::wireName).toArray(String[]::new);

    /** Of each type in its place; null for one that belongs to no group. */
    static final String[] GROUPS = Arrays.stream(EventType.values())
            .map(type -> type.group().map(EventType.Group::wireName).orElse(null))
            .toArray(String[]::new);

    private final Pool pool;

    OutboxRepository(Pool pool) {
        this.pool = pool;
    }

    /** How much was handed out. */
    record FannedOut(long events, long deliveries) {}

    /** Hands out up to so many events, the oldest first. */
    Uni<FannedOut> fanOut(int events, Instant now) {
        Tuple values = Tuple.of(events, Sql.time(now), TYPES, GROUPS, EventType.ALL);
        return pool.preparedQuery(FAN_OUT).execute(values).map(rows -> {
            Row row = rows.iterator().next();
            return new FannedOut(row.getLong("events"), row.getLong("deliveries"));
        });
    }
}
