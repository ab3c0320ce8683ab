package dev.tidings.core.directory;

import dev.tidings.core.directory.SessionDirectory.SessionState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds sessions by their id, including removed ones, because their history stays. */
@ApplicationScoped
class SessionDirectoryRepository {
    private static final String FIND =
            "SELECT engine, status, deleted_at IS NOT NULL AS removed FROM session WHERE id = $1 AND account_id = $2";

    private static final String ACCOUNT = "SELECT account_id FROM session WHERE id = $1";

    private static final String GENERATION = "SELECT generation FROM session WHERE id = $1";

    private final Pool pool;

    SessionDirectoryRepository(Pool pool) {
        this.pool = pool;
    }

    /** A session as this account may see it. */
    record Entry(SessionState state, boolean isRemoved) {}

    /** The session, or null when the account never had it. */
    Uni<Entry> find(String accountId, String id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id, accountId))
                .map(rows -> rows.size() == 0 ? null : entry(rows.iterator().next()));
    }

    Uni<Optional<String>> account(String id) {
        return pool.preparedQuery(ACCOUNT)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("account_id")));
    }

    /** 1 for a session that is not stored yet. */
    Uni<Long> generation(String id) {
        return pool.preparedQuery(GENERATION)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? 1L : rows.iterator().next().getLong("generation"));
    }

    private static Entry entry(Row row) {
        return new Entry(
                new SessionState(row.getString("engine"), SessionStatus.ofWireName(row.getString("status"))),
                row.getBoolean("removed"));
    }
}
