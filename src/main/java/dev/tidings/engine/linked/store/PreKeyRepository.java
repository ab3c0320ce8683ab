package dev.tidings.engine.linked.store;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.SecretPlace;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One-time pre-keys, sealed. They are stored before the server gets their public halves, marked when it has answered, and one
 * is gone in the transaction that stores the session built with it. Their numbers come from a counter that never goes back.
 */
@ApplicationScoped
public class PreKeyRepository {
    /** Numbers that a crash leaves unused are not used again. */
    private static final String RESERVE = """
            UPDATE linked_device SET next_pre_key_id = (next_pre_key_id - 1 + $3) % $4 + 1
            WHERE session_id = $1 AND generation = $2 RETURNING next_pre_key_id""";

    /** After sixteen million keys the numbers begin anew; what has one of them then is long dead. */
    private static final String ADD = """
            INSERT INTO linked_pre_key (session_id, generation, id, record)
            SELECT $1, $2, new.id, new.record FROM unnest($3::int[], $4::bytea[]) AS new (id, record)
            ON CONFLICT (session_id, id) DO UPDATE
            SET generation = excluded.generation, record = excluded.record, uploaded = false""";

    private static final String KEYS =
            "SELECT id, record FROM linked_pre_key WHERE session_id = $1 AND generation = $2 AND ";

    private static final String PENDING = KEYS + "NOT uploaded ORDER BY id LIMIT $3";

    private static final String FIND = KEYS + "id = ANY ($3)";

    private static final String MARK = """
            UPDATE linked_pre_key SET uploaded = true WHERE session_id = $1 AND generation = $2 AND id = ANY ($3)""";

    private static final String UNMARK =
            "UPDATE linked_pre_key SET uploaded = false WHERE session_id = $1 AND generation = $2 AND uploaded";

    private static final String TAKE = """
            DELETE FROM linked_pre_key WHERE session_id = $1 AND generation = $2 AND id = $3 RETURNING id, record""";

    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE uploaded) AS uploaded, count(*) FILTER (WHERE NOT uploaded) AS pending
            FROM linked_pre_key WHERE session_id = $1 AND generation = $2""";

    private final Pool pool;
    private final Transactions transactions;
    private final SessionOwnership ownership;
    private final BlockingTasks tasks;
    private final SecretBox box;

    PreKeyRepository(
            Pool pool, Transactions transactions, SessionOwnership ownership, BlockingTasks tasks, SecretBox box) {
        this.pool = pool;
        this.transactions = transactions;
        this.ownership = ownership;
        this.tasks = tasks;
        this.box = box;
    }

    /** How many keys there are, by whether the server is known to have them. */
    public record Counts(int uploaded, int pending) {}

    private record Sealed(int id, Buffer record) {}

    private record Made(List<PreKey> keys, Tuple rows) {}

    /**
     * Makes keys and commits them, to be sent to the server after that. The work of making them runs on a worker.
     *
     * @return in the order of their numbers; empty when the device is not there any more
     */
    public Uni<List<PreKey>> generate(OwnershipToken token, long generation, int count, Randomness randomness) {
        String sessionId = token.sessionId();
        Tuple reserve = Tuple.of(sessionId, generation, count, PreKeyIds.LAST);
        return transactions
                .inOne(tx -> ownership.lock(tx, token).chain(() -> execute(tx, RESERVE, reserve)))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().item(List.of())
                        : tasks.run(() -> make(sessionId, generation, firstOf(rows, count), count, randomness))
                                .call(made -> transactions.inOne(
                                        tx -> ownership.lock(tx, token).chain(() -> execute(tx, ADD, made.rows()))))
                                .map(Made::keys));
    }

    /** Keys that the server is not known to have, the first that were made first: after a lost answer they are sent again. */
    public Uni<List<PreKey>> pending(String sessionId, long generation, int most) {
        return keys(PENDING, Tuple.of(sessionId, generation, most), sessionId, generation);
    }

    /** Those of the keys that are there. */
    public Uni<List<PreKey>> find(String sessionId, long generation, Collection<Integer> ids) {
        return keys(FIND, Tuple.of(sessionId, generation, ids.toArray(Integer[]::new)), sessionId, generation);
    }

    /** The server has confirmed that it has these keys. */
    public Uni<Void> markUploaded(
            Transaction transaction, OwnershipToken token, long generation, Collection<Integer> ids) {
        return write(transaction, token, MARK, Tuple.of(token.sessionId(), generation, ids.toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    /** The server has lost our keys, or has others: all of ours count as not sent. */
    public Uni<Void> markAllPending(Transaction transaction, OwnershipToken token, long generation) {
        return write(transaction, token, UNMARK, Tuple.of(token.sessionId(), generation))
                .replaceWithVoid();
    }

    /**
     * Removes the key with which a session was built, in the transaction that stores the session.
     *
     * @return null when there is no such key: it has built a session already, or is not ours
     */
    public Uni<PreKey> take(Transaction transaction, OwnershipToken token, long generation, int id) {
        return write(transaction, token, TAKE, Tuple.of(token.sessionId(), generation, id))
                .map(rows -> rows.size() == 0
                        ? null
                        : open(
                                token.sessionId(),
                                generation,
                                sealed(rows.iterator().next())));
    }

    public Uni<Counts> count(String sessionId, long generation) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(sessionId, generation))
                .map(rows -> rows.iterator().next())
                .map(row -> new Counts(row.getInteger("uploaded"), row.getInteger("pending")));
    }

    private Uni<List<PreKey>> keys(String sql, Tuple values, String sessionId, long generation) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(PreKeyRepository::sealed)
                .flatMap(found -> tasks.run(() -> found.stream()
                        .map(key -> open(sessionId, generation, key))
                        .toList()));
    }

    private Uni<RowSet<Row>> write(Transaction transaction, OwnershipToken token, String sql, Tuple values) {
        return ownership.lock(transaction, token).chain(() -> execute(transaction, sql, values));
    }

    private static Uni<RowSet<Row>> execute(Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    private Made make(String sessionId, long generation, int first, int count, Randomness randomness) {
        List<PreKey> keys = new ArrayList<>(count);
        Integer[] ids = new Integer[count];
        io.vertx.core.buffer.Buffer[] records = new io.vertx.core.buffer.Buffer[count];
        for (int i = 0; i < count; i++) {
            ids[i] = PreKeyIds.after(first, i);
            PreKey key = new PreKey(ids[i], KeyPair.generate(randomness));
            keys.add(key);
            records[i] = io.vertx.core.buffer.Buffer.buffer(
                    box.seal(PreKeyFormat.write(key.pair()), place(sessionId, generation, key.id())));
        }
        Tuple rows = Tuple.of(sessionId, generation, ids);
        rows.getDelegate().addArrayOfBuffer(records);
        return new Made(List.copyOf(keys), rows);
    }

    /** The counter stands behind the numbers that were reserved. */
    private static int firstOf(RowSet<Row> reserved, int count) {
        return PreKeyIds.after(reserved.iterator().next().getInteger("next_pre_key_id"), -count);
    }

    private PreKey open(String sessionId, long generation, Sealed key) {
        byte[] record = box.open(key.record().getBytes(), place(sessionId, generation, key.id()));
        return new PreKey(key.id(), PreKeyFormat.read(record));
    }

    private static List<Sealed> sealed(RowSet<Row> rows) {
        List<Sealed> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(sealed(row)));
        return found;
    }

    private static Sealed sealed(Row row) {
        return new Sealed(row.getInteger("id"), row.getBuffer("record"));
    }

    static SecretPlace place(String sessionId, long generation, int id) {
        return new SecretPlace("linked_pre_key", sessionId, generation + "/" + id);
    }
}
