package dev.tidings.webhook.delivery;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * The health of endpoints in PostgreSQL. Rows are locked in the order of their ids. A failure counts only while the
 * endpoint has the URL that failed.
 */
@ApplicationScoped
public class EndpointHealthRepository {
    private static final String RECOVERED = """
            UPDATE webhook SET failing_since = NULL WHERE id IN (
                SELECT id FROM webhook WHERE id = ANY ($1) AND failing_since IS NOT NULL ORDER BY id FOR UPDATE)""";

    /** The first failure in a row sets the time, later ones change nothing, the first one after too long disables. */
    private static final String FAILED = """
            UPDATE webhook SET failing_since = coalesce(failing_since, $2),
                   enabled = failing_since IS NULL,
                   disabled_reason = CASE WHEN failing_since IS NOT NULL THEN 'failing' END,
                   disabled_at = CASE WHEN failing_since IS NOT NULL THEN $2 END
            WHERE id IN (SELECT webhook.id FROM webhook JOIN unnest($1::text[], $4::text[]) AS tried (id, url)
                             ON webhook.id = tried.id AND webhook.url = tried.url
                         WHERE enabled AND (failing_since IS NULL OR failing_since <= $3)
                         ORDER BY webhook.id FOR UPDATE OF webhook)
            RETURNING id, enabled""";

    private static final String GONE = """
            UPDATE webhook SET enabled = false, disabled_reason = 'gone', disabled_at = $2
            WHERE id IN (SELECT webhook.id FROM webhook JOIN unnest($1::text[], $3::text[]) AS tried (id, url)
                             ON webhook.id = tried.id AND webhook.url = tried.url
                         WHERE enabled ORDER BY webhook.id FOR UPDATE OF webhook)
            RETURNING id, enabled""";

    /** Endpoints that fail are left out: what is overdue there says nothing about this service. */
    private static final String WAITING = DeliveryRepository.WAITING + """
            SELECT (SELECT count(*) FROM delivery WHERE status = 'pending') AS backlog,
                   min((SELECT min(due_at) FROM delivery WHERE webhook_id = webhook.id AND status = 'pending'))
                       AS oldest
            FROM waiting JOIN webhook ON webhook.id = waiting.id AND webhook.enabled AND webhook.failing_since IS NULL""";

    private final Pool pool;

    EndpointHealthRepository(Pool pool) {
        this.pool = pool;
    }

    /** How many deliveries wait, and for how long the most overdue of them has been due. */
    public record Waiting(long deliveries, Duration oldestDue) {}

    /** These endpoints accepted a delivery. */
    Uni<Void> recovered(Collection<String> ids) {
        return execute(RECOVERED, Tuple.of(array(ids))).replaceWithVoid();
    }

    /**
     * These endpoints failed; returns those that this disables, as they have failed since {@code since}.
     *
     * @param urls by the ids of the endpoints
     */
    Uni<List<String>> failed(SortedMap<String, String> urls, Instant now, Instant since) {
        Tuple values = Tuple.of(array(urls.keySet()), SqlTimes.time(now), SqlTimes.time(since), array(urls.values()));
        return execute(FAILED, values).map(EndpointHealthRepository::disabled);
    }

    /**
     * These endpoints ask for no more events; returns those that this disables.
     *
     * @param urls by the ids of the endpoints
     */
    Uni<List<String>> gone(SortedMap<String, String> urls, Instant now) {
        return execute(GONE, Tuple.of(array(urls.keySet()), SqlTimes.time(now), array(urls.values())))
                .map(EndpointHealthRepository::disabled);
    }

    public Uni<Waiting> waiting(Instant now) {
        return execute(WAITING, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            Instant oldest = SqlTimes.instant(row, "oldest");
            boolean overdue = oldest != null && oldest.isBefore(now);
            return new Waiting(row.getLong("backlog"), overdue ? Duration.between(oldest, now) : Duration.ZERO);
        });
    }

    private static List<String> disabled(RowSet<Row> rows) {
        List<String> ids = new ArrayList<>();
        rows.forEach(row -> {
            if (!row.getBoolean("enabled")) {
                ids.add(row.getString("id"));
            }
        });
        return ids;
    }

    private static String[] array(Collection<String> ids) {
        return ids.toArray(String[]::new);
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
