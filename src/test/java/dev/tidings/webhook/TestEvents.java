package dev.tidings.webhook;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.event.EventSignal;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.sql.SqlTimes;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Publishes events of the default account as the rooms do, with no message behind them. */
@ApplicationScoped
public class TestEvents {
    private final Pool pool;
    private final EventSignal signal;
    private final Clock clock;

    TestEvents(Pool pool, EventSignal signal, Clock clock) {
        this.pool = pool;
        this.signal = signal;
        this.clock = clock;
    }

    /** Publishes, and returns the id of the event. */
    public String publish(String sessionId, EventType type) {
        return publish(sessionId, type, "{\"status\" : \"" + type.wireName() + "\", \"n\": 1.50}");
    }

    public String publish(String sessionId, EventType type, String data) {
        Instant at = clock.instant();
        Row row = pool.preparedQuery("SELECT publish_event($1, $2, $3, $4::text::json, $5) AS sequence")
                .executeAndAwait(Tuple.of(Caller.DEFAULT_ACCOUNT, sessionId, type.wireName(), data, SqlTimes.time(at)))
                .iterator()
                .next();
        signal.raise();
        return pool.preparedQuery("SELECT id FROM event WHERE session_id = $1 AND sequence = $2")
                .executeAndAwait(Tuple.of(sessionId, row.getLong("sequence")))
                .iterator()
                .next()
                .getString("id");
    }

    /** Removes an event, as its retention would. */
    public void forget(String eventId) {
        pool.preparedQuery("DELETE FROM event WHERE id = $1").executeAndAwait(Tuple.of(eventId));
    }
}
