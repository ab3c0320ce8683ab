package dev.tidings.core.engine.command;

import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands to the owners of sessions. One that waits is either taken by the owner or withdrawn, by one conditional
 * update each, so what was withdrawn was certainly not done. All times are PostgreSQL's.
 */
@ApplicationScoped
class CommandRepository {
    private static final String INSERT = """
            INSERT INTO engine_command (id, session_id, engine, type, asker, arguments, repeatable, deadline)
            VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8::float8 * interval '1 millisecond')
            ON CONFLICT (id) DO NOTHING""";

    /** The owner takes them, and what a former owner left that may be done again. */
    private static final String CLAIM = """
            WITH due AS (
                SELECT c.id, o.token FROM engine_command AS c JOIN session_owner AS o ON o.session_id = c.session_id
                WHERE o.replica_id = $1 AND c.deadline > clock_timestamp()
                  AND (c.state = 'waiting' OR (c.state = 'taken' AND c.repeatable AND c.token < o.token))
                ORDER BY c.created_at LIMIT $2
                FOR SHARE OF o SKIP LOCKED FOR UPDATE OF c SKIP LOCKED
            ), taken AS (
                UPDATE engine_command AS c SET state = 'taken', token = due.token, taken_at = clock_timestamp()
                FROM due WHERE c.id = due.id
                RETURNING c.id, c.session_id, c.engine, c.type, c.asker, c.arguments, c.token, c.created_at
            )
            SELECT * FROM taken ORDER BY created_at""";

    private static final String FINISH = """
            UPDATE engine_command SET state = 'done', outcome = $3, ended_at = clock_timestamp()
            WHERE id = $1 AND token = $2 AND state = 'taken'""";

    private static final String PUT_BACK =
            "UPDATE engine_command SET state = 'waiting' WHERE id = $1 AND token = $2 AND state = 'taken'";

    private static final String WITHDRAW = """
            UPDATE engine_command SET state = 'withdrawn', ended_at = clock_timestamp()
            WHERE id = $1 AND state = 'waiting'""";

    /** What whoever asked did not withdraw by itself, because it died. */
    private static final String WITHDRAW_FORGOTTEN = """
            UPDATE engine_command SET state = 'withdrawn', ended_at = clock_timestamp() WHERE id IN (
                SELECT id FROM engine_command
                WHERE state = 'waiting' AND deadline < clock_timestamp() - interval '2 seconds'
                ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED)
            RETURNING id, type""";

    private static final String ENDED =
            "SELECT id, state, outcome FROM engine_command WHERE id = ANY ($1) AND state IN ('done', 'withdrawn')";

    private static final String SWEEP = """
            DELETE FROM engine_command WHERE id IN (
                SELECT id FROM engine_command WHERE deadline < clock_timestamp() - interval '5 minutes'
                  AND state <> 'waiting' LIMIT 1000)""";

    private final Pool pool;
    private final CommandCodec codec;

    CommandRepository(Pool pool, CommandCodec codec) {
        this.pool = pool;
        this.codec = codec;
    }

    /** A command that this replica has to carry out. */
    record Taken(
            String id, String sessionId, String engine, CommandType type, String sealed, String asker, long token) {}

    /** A command that is over; {@code result} is null when it was withdrawn. */
    record Ended(String id, String sealedOutcome) {}

    /** A command that nobody took in time. */
    record Withdrawn(String id, CommandType type) {}

    /** @param patience how long it may wait for an owner */
    Uni<Void> insert(EngineCommand command, String asker, Duration patience) {
        return execute(
                        INSERT,
                        Tuple.of(command.id(), command.sessionId(), command.engine())
                                .addString(command.type().wireName())
                                .addString(asker)
                                .addString(codec.seal(command.arguments(), command.id()))
                                .addBoolean(command.type().isRepeatable())
                                .addDouble((double) patience.toMillis()))
                .replaceWithVoid();
    }

    Uni<List<Taken>> claim(String replicaId, int most) {
        return execute(CLAIM, Tuple.of(replicaId, most)).map(rows -> {
            List<Taken> taken = new ArrayList<>(rows.size());
            rows.forEach(row -> taken.add(taken(row)));
            return taken;
        });
    }

    /** Stores the result; false when the command is not this owner's any more. */
    Uni<Boolean> finish(Transaction transaction, Taken taken, String sealedOutcome) {
        return transaction
                .connection()
                .preparedQuery(FINISH)
                .execute(Tuple.of(taken.id(), taken.token(), sealedOutcome))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Leaves what was not begun to the next owner. */
    Uni<Void> putBack(Taken taken) {
        return execute(PUT_BACK, Tuple.of(taken.id(), taken.token())).replaceWithVoid();
    }

    /** Whether it was certainly not taken, and never will be. */
    Uni<Boolean> withdraw(Transaction transaction, String id) {
        return transaction
                .connection()
                .preparedQuery(WITHDRAW)
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<List<Withdrawn>> withdrawForgotten(Transaction transaction) {
        return transaction
                .connection()
                .preparedQuery(WITHDRAW_FORGOTTEN)
                .execute()
                .map(rows -> {
                    List<Withdrawn> withdrawn = new ArrayList<>(rows.size());
                    rows.forEach(row -> withdrawn.add(
                            new Withdrawn(row.getString("id"), CommandType.ofWireName(row.getString("type")))));
                    return withdrawn;
                });
    }

    /** Those of the commands that are over. */
    Uni<List<Ended>> ended(List<String> ids) {
        return execute(ENDED, Tuple.of(ids.toArray(String[]::new))).map(rows -> {
            List<Ended> ended = new ArrayList<>(rows.size());
            rows.forEach(row -> ended.add(new Ended(row.getString("id"), row.getString("outcome"))));
            return ended;
        });
    }

    /** Removes commands that are over; returns how many. */
    Uni<Integer> sweep() {
        return pool.preparedQuery(SWEEP).execute().map(RowSet::rowCount);
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static Taken taken(Row row) {
        return new Taken(
                row.getString("id"),
                row.getString("session_id"),
                row.getString("engine"),
                CommandType.ofWireName(row.getString("type")),
                row.getString("arguments"),
                row.getString("asker"),
                row.getLong("token"));
    }
}
