package dev.tidings.core.contact;

import dev.tidings.core.engine.ContactPreference;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The last preference of each person for each category of messages, so that each is reported once. */
@ApplicationScoped
class ContactPreferenceRepository {
    /** Times are whole seconds: another value of the same second counts. */
    private static final String KEEP = """
            WITH own AS (SELECT account_id FROM session WHERE id = $1 AND deleted_at IS NULL),
            said AS (
                INSERT INTO contact_preference AS known (session_id, chat_id, category, value, said_at)
                SELECT $1, $2, $3, $4, $5 FROM own
                ON CONFLICT (session_id, chat_id, category) DO UPDATE
                    SET value = excluded.value, said_at = excluded.said_at
                    WHERE known.said_at < excluded.said_at
                       OR (known.said_at = excluded.said_at AND known.value <> excluded.value)
                RETURNING 1)
            SELECT account_id FROM own CROSS JOIN said""";

    /** The sessions are few: those that were removed since they were looked at last, and have preferences. */
    private static final String REMOVE_OF_REMOVED_SESSIONS = """
            DELETE FROM contact_preference AS known USING session
            WHERE session.id = known.session_id AND session.deleted_at IS NOT NULL""";

    private final Pool pool;

    ContactPreferenceRepository(Pool pool) {
        this.pool = pool;
    }

    /** The account of the session; null when nothing was stored, because it is known, or older than what is known. */
    Uni<String> keep(Transaction transaction, ContactPreference preference) {
        Tuple values = Tuple.of(
                preference.sessionId(),
                preference.chatId(),
                preference.category(),
                preference.value(),
                SqlTimes.time(preference.at()));
        return transaction
                .connection()
                .preparedQuery(KEEP)
                .execute(values)
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("account_id"));
    }

    /** Removes what belongs to sessions that were removed. */
    Uni<Void> removeOfRemovedSessions() {
        return pool.preparedQuery(REMOVE_OF_REMOVED_SESSIONS).execute().replaceWithVoid();
    }
}
