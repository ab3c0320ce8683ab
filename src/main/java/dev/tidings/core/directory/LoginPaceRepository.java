package dev.tidings.core.directory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The logins of all replicas, one after the other: one row that says when the next may begin. */
@ApplicationScoped
class LoginPaceRepository {
    private static final String RESERVE = """
            UPDATE login_pace SET next_at = greatest(next_at, clock_timestamp()) + $1::float8 * interval '1 second'
            WHERE id = 1
            RETURNING greatest(0, extract(epoch FROM next_at - clock_timestamp()) - $1) AS wait""";

    private final Pool pool;

    LoginPaceRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Reserves the next logins.
     *
     * @return in how many milliseconds the first of them may begin
     */
    Uni<Double> reserve(int logins, int perSecond) {
        return pool.preparedQuery(RESERVE)
                .execute(Tuple.of((double) logins / perSecond))
                .map(rows -> rows.iterator().next().getDouble("wait") * 1000);
    }
}
