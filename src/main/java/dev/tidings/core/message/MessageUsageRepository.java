package dev.tidings.core.message;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How many messages of accounts were accepted; counted where they are inserted, by {@code accept_messages}. */
@ApplicationScoped
class MessageUsageRepository {
    /** Plans without a limit have no counter: for them the messages themselves are counted. */
    private static final String ACCEPTED = """
            SELECT coalesce(
                (SELECT accepted FROM message_usage WHERE account_id = $1 AND day = $2),
                (SELECT count(*) FROM message WHERE account_id = $1 AND direction = 'outbound' AND id >= $3))""";

    private static final String FORGET = "DELETE FROM message_usage WHERE day < $1";

    private final Pool pool;

    MessageUsageRepository(Pool pool) {
        this.pool = pool;
    }

    /** Those of the day, in UTC, that contains this moment. */
    Uni<Long> accepted(String accountId, Instant now) {
        String first = Ids.bound(IdKind.MESSAGE, now.truncatedTo(ChronoUnit.DAYS));
        return pool.preparedQuery(ACCEPTED)
                .execute(Tuple.of(accountId, day(now), first))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Removes the counters of earlier days. */
    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(day(before))).replaceWithVoid();
    }

    private static LocalDate day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
