package dev.tidings.engine.linked.store;

import dev.tidings.core.directory.OwnershipToken;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Owners for tests: a replica that nobody else takes anything from. */
final class Owners {
    private static final String OWN = """
            INSERT INTO session_owner (session_id, engine, replica_id, token, since)
            VALUES ($1, 'linked', 'rep_of_a_test', nextval('session_owner_token'), clock_timestamp())
            ON CONFLICT (session_id) DO UPDATE SET replica_id = excluded.replica_id, token = excluded.token
            RETURNING token""";

    private Owners() {}

    /** A new owner of the session; the token before it is no longer valid. */
    static OwnershipToken own(Pool pool, String sessionId) {
        return pool.preparedQuery(OWN)
                .execute(Tuple.of(sessionId))
                .map(rows ->
                        new OwnershipToken(sessionId, rows.iterator().next().getLong("token")))
                .await()
                .indefinitely();
    }
}
