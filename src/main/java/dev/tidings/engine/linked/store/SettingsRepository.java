package dev.tidings.engine.linked.store;

import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.SecretPlace;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * What clients gave in the {@code config} of sessions, sealed. It is the client's, not the owner's, so no token comes with it:
 * it is stored before the session is, and by whichever replica gets the call.
 */
@ApplicationScoped
public class SettingsRepository {
    /** Longer than it takes to make a session, which is stored after its settings. */
    private static final Duration ORPHANED_AFTER = Duration.ofMinutes(1);

    private static final String KEEP = """
            INSERT INTO linked_settings (session_id, record, created_at) VALUES ($1, $2, $3)
            ON CONFLICT (session_id) DO UPDATE SET record = $2""";

    private static final String FIND = "SELECT record FROM linked_settings WHERE session_id = $1";

    /** Of a session that was never made, or is removed. */
    private static final String FORGET = """
            DELETE FROM linked_settings WHERE session_id = $1
            AND NOT EXISTS (SELECT 1 FROM session WHERE id = $1 AND deleted_at IS NULL)""";

    private static final String SWEEP = """
            DELETE FROM linked_settings WHERE created_at < $1
            AND NOT EXISTS (SELECT 1 FROM session WHERE id = session_id AND deleted_at IS NULL)""";

    private final Pool pool;
    private final SecretBox box;
    private final Clock clock;

    SettingsRepository(Pool pool, SecretBox box, Clock clock) {
        this.pool = pool;
        this.box = box;
        this.clock = clock;
    }

    /** Stores the settings in place of those before them. */
    public Uni<Void> keep(String sessionId, LinkedSettings settings) {
        byte[] record = box.seal(SettingsFormat.write(settings), place(sessionId));
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(sessionId, Buffer.buffer(record), SqlTimes.time(clock.instant())))
                .replaceWithVoid();
    }

    /** {@link LinkedSettings#NONE} when the client gave none. */
    public Uni<LinkedSettings> find(String sessionId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(sessionId))
                .map(rows -> rows.size() == 0
                        ? LinkedSettings.NONE
                        : open(
                                box,
                                sessionId,
                                rows.iterator().next().getBuffer("record").getDelegate()));
    }

    /** Removes the settings unless the session is there: a logout keeps them, for the next pairing. */
    public Uni<Void> forget(String sessionId) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(sessionId)).replaceWithVoid();
    }

    /** Removes all settings of sessions that are not there. */
    Uni<Void> sweep() {
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of(SqlTimes.time(clock.instant().minus(ORPHANED_AFTER))))
                .replaceWithVoid();
    }

    static LinkedSettings open(SecretBox box, String sessionId, Buffer record) {
        return SettingsFormat.read(box.open(record.getBytes(), place(sessionId)));
    }

    static SecretPlace place(String sessionId) {
        return new SecretPlace("linked_settings", sessionId, "");
    }
}
