package dev.tidings.webhook.history;

import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.webhook.delivery.DeliveryRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Removes what is no longer kept, in batches small enough that no one waits for them. */
@ApplicationScoped
class DeliveryRetentionRepository {
    private static final int BATCH = 1_000;

    /** What becomes due for a disabled endpoint is not attempted, but can be replayed. */
    private static final String ABANDON = DeliveryRepository.WAITING + """
            , closed AS (
                SELECT webhook.id FROM waiting JOIN webhook ON webhook.id = waiting.id AND NOT webhook.enabled
            )
            UPDATE delivery SET status = 'failed', due_at = NULL, token = NULL, error = 'The webhook is disabled.'
            WHERE id IN (
                SELECT delivery.id FROM closed JOIN delivery ON delivery.webhook_id = closed.id
                WHERE delivery.status = 'pending' AND delivery.due_at <= $1
                LIMIT $2 FOR UPDATE OF delivery SKIP LOCKED)""";

    /** A webhook goes with its session, but only once none of its deliveries waits any more. */
    private static final String DELETE_WITH_SESSION = """
            UPDATE webhook SET deleted_at = $1 WHERE id IN (
                SELECT webhook.id FROM webhook JOIN session ON session.id = webhook.session_id
                WHERE webhook.deleted_at IS NULL AND session.deleted_at < $2
                  AND NOT EXISTS (SELECT 1 FROM delivery WHERE webhook_id = webhook.id AND status = 'pending')
                ORDER BY webhook.id LIMIT $3 FOR UPDATE OF webhook SKIP LOCKED)""";

    private static final String REMOVE = """
            WITH gone AS (
                DELETE FROM delivery WHERE id IN (%s LIMIT $2 FOR UPDATE OF delivery SKIP LOCKED) RETURNING id
            ), tries AS (
                DELETE FROM delivery_attempt USING gone WHERE delivery_attempt.delivery_id = gone.id
            )
            SELECT count(*) AS removed FROM gone""";

    private static final String REMOVE_OF_DELETED = REMOVE.formatted("""
            SELECT delivery.id FROM webhook JOIN delivery ON delivery.webhook_id = webhook.id
            WHERE webhook.deleted_at < $1""");

    private static final String REMOVE_OLD =
            REMOVE.formatted("SELECT id FROM delivery WHERE id < $1 AND status <> 'pending' ORDER BY id");

    private static final String REMOVE_DELETED = """
            DELETE FROM webhook WHERE deleted_at < $1
            AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.webhook_id = webhook.id)""";

    private final Pool pool;

    DeliveryRetentionRepository(Pool pool) {
        this.pool = pool;
    }

    /** Fails what is due for endpoints that are disabled; true when there may be more. */
    Uni<Boolean> abandon(Instant now) {
        return changed(ABANDON, Tuple.of(SqlTimes.time(now), BATCH));
    }

    /** Deletes endpoints whose session was removed before that time; true when there may be more. */
    Uni<Boolean> deleteWithSession(Instant before, Instant now) {
        return changed(DELETE_WITH_SESSION, Tuple.of(SqlTimes.time(now), SqlTimes.time(before), BATCH));
    }

    /** Removes deliveries of endpoints that were deleted before that time; true when there may be more. */
    Uni<Boolean> removeDeliveriesOfDeleted(Instant before) {
        return removed(REMOVE_OF_DELETED, Tuple.of(SqlTimes.time(before), BATCH));
    }

    /** Removes endpoints that were deleted before that time, once they have no deliveries. */
    Uni<Void> removeDeleted(Instant before) {
        return pool.preparedQuery(REMOVE_DELETED)
                .execute(Tuple.of(SqlTimes.time(before)))
                .replaceWithVoid();
    }

    /** Removes deliveries with smaller ids that are over; true when there may be more. */
    Uni<Boolean> removeOlder(String id) {
        return removed(REMOVE_OLD, Tuple.of(id, BATCH));
    }

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == BATCH);
    }

    private Uni<Boolean> removed(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.iterator().next().getLong("removed") == BATCH);
    }
}
