package dev.tidings.engine.linked.store;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The newest version of WhatsApp Web that any replica has found. */
@ApplicationScoped
public class ClientVersionRepository {
    private static final String FIND = "SELECT version, found_at FROM linked_client_version";

    private static final String KEEP = """
            INSERT INTO linked_client_version (id, version, found_at) VALUES (1, $1, $2)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, found_at = excluded.found_at""";

    private final Pool pool;

    ClientVersionRepository(Pool pool) {
        this.pool = pool;
    }

    /** A version, and when it was seen to be the newest. */
    public record Found(String version, Instant at) {}

    /** Null if none was found yet. */
    public Uni<Found> find() {
        return pool.preparedQuery(FIND)
                .execute()
                .map(rows -> rows.size() == 0
                        ? null
                        : new Found(
                                rows.iterator().next().getString("version"),
                                SqlTimes.instant(rows.iterator().next(), "found_at")));
    }

    public Uni<Void> keep(Found found) {
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(found.version(), SqlTimes.time(found.at())))
                .replaceWithVoid();
    }
}
