package dev.tidings.access.ratelimit;

import dev.tidings.platform.sql.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Counts in PostgreSQL: one round trip, by the time of the database, in a table that is not logged. */
@ApplicationScoped
class PostgresRateLimiter implements RateLimiter {
    private static final String TAKE = "SELECT taken, counted_at, used FROM rate_limit_take($1, $2, $3)";

    private final Pool pool;

    PostgresRateLimiter(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Standing> take(List<Window> windows) {
        Tuple values = Tuple.of(
                windows.stream().map(Window::subject).toArray(String[]::new),
                windows.stream().map(Window::seconds).toArray(Integer[]::new),
                windows.stream().map(Window::limit).toArray(Integer[]::new));
        return pool.preparedQuery(TAKE)
                .execute(values)
                .map(rows -> standing(windows, rows.iterator().next()));
    }

    private static Standing standing(List<Window> windows, Row row) {
        Integer[] used = row.getArrayOfIntegers("used");
        List<Count> counts = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            counts.add(new Count(windows.get(i), used[i]));
        }
        return new Standing(row.getBoolean("taken"), Sql.instant(row, "counted_at"), counts);
    }
}
