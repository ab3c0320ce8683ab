package dev.tidings.access.ratelimit;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Counts in PostgreSQL: one round trip, by the time of the database, in an unlogged table. */
@ApplicationScoped
class PostgresRateLimiter implements RateLimiter {
    private static final String TAKE = "SELECT taken, counted_at, used FROM rate_limit_take($1, $2, $3)";

    private final Pool pool;

    PostgresRateLimiter(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<RateLimitState> take(List<RateWindow> windows) {
        Tuple values = Tuple.of(
                windows.stream().map(RateWindow::subject).toArray(String[]::new),
                windows.stream().map(RateWindow::seconds).toArray(Integer[]::new),
                windows.stream().map(RateWindow::limit).toArray(Integer[]::new));
        return pool.preparedQuery(TAKE)
                .execute(values)
                .map(rows -> state(windows, rows.iterator().next()));
    }

    private static RateLimitState state(List<RateWindow> windows, Row row) {
        Integer[] used = row.getArrayOfIntegers("used");
        List<WindowCount> counts = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            counts.add(new WindowCount(windows.get(i), used[i]));
        }
        return new RateLimitState(row.getBoolean("taken"), SqlTimes.instant(row, "counted_at"), counts);
    }
}
