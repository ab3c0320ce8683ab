package dev.tidings.engine.cloud.number;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * The conversations of people (cloud_chat in the schema). Meta names a person by a phone number, by an id, or by both:
 * all of them lead to the conversation that was shown first.
 */
@ApplicationScoped
public class ChatRepository {
    private static final String FIND_OR_KEEP = "SELECT cloud_chat_of($1, $2, $3, $4) AS chat_id";

    private static final String FIND = "SELECT chat_id FROM cloud_chat WHERE session_id = $1 AND address = $2";

    private final Pool pool;

    ChatRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * The conversation of a person; what is new about the person is stored.
     *
     * @param number digits, or null
     * @param userId Meta's id of the person, or null if there is a number
     */
    public Uni<String> chatOf(String sessionId, String number, String userId, Instant now) {
        return pool.preparedQuery(FIND_OR_KEEP)
                .execute(Tuple.of(sessionId, number, userId, SqlTimes.time(now)))
                .map(rows -> rows.iterator().next().getString("chat_id"));
    }

    /** The conversation of an address; null when none is stored. */
    public Uni<String> find(String sessionId, String address) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(sessionId, address))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("chat_id"));
    }
}
