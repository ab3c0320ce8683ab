package dev.tidings.engine.linked.store;

import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.crypto.SealedTable;
import dev.tidings.platform.crypto.SecretBox;
import dev.tidings.platform.crypto.SecretPlace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals what is stored of linked devices again after a change of the key, session by session. It changes no content, and writes
 * only over the very bytes that it has read, so it needs no owner's token.
 */
@ApplicationScoped
class ResealRepository implements SealedTable {
    private static final String NEXT = """
            SELECT least((SELECT min(session_id) FROM linked_device WHERE session_id > $1),
                         (SELECT min(session_id) FROM linked_settings WHERE session_id > $1)) AS session_id""";

    /** A row is named as in its {@link SecretPlace}. */
    private static final String OUTDATED = """
            SELECT 'linked_settings' AS place, '' AS name, 0 AS id, record FROM linked_settings
            WHERE session_id = $1 AND substring(record FROM 1 FOR octet_length($2::bytea)) <> $2::bytea
            UNION ALL
            SELECT 'linked_device', generation::text, 0, record FROM linked_device
            WHERE session_id = $1 AND substring(record FROM 1 FOR octet_length($2::bytea)) <> $2::bytea
            UNION ALL
            SELECT 'linked_pre_key', generation || '/' || id, id, record FROM linked_pre_key
            WHERE session_id = $1 AND substring(record FROM 1 FOR octet_length($2::bytea)) <> $2::bytea""";

    private static final String RESEAL = """
            WITH new AS MATERIALIZED (
                SELECT * FROM unnest($2::text[], $3::int[], $4::bytea[], $5::bytea[]) AS new (place, id, old, record)
            ), settings AS (
                UPDATE linked_settings AS t SET record = new.record FROM new
                WHERE t.session_id = $1 AND new.place = 'linked_settings' AND t.record = new.old
            ), device AS (
                UPDATE linked_device AS t SET record = new.record FROM new
                WHERE t.session_id = $1 AND new.place = 'linked_device' AND t.record = new.old
            )
            UPDATE linked_pre_key AS t SET record = new.record FROM new
            WHERE t.session_id = $1 AND new.place = 'linked_pre_key' AND t.id = new.id AND t.record = new.old""";

    private final Pool pool;
    private final BlockingTasks tasks;
    private final SecretBox box;

    ResealRepository(Pool pool, BlockingTasks tasks, SecretBox box) {
        this.pool = pool;
        this.tasks = tasks;
        this.box = box;
    }

    private record Outdated(SecretPlace place, int id, Buffer record) {}

    @Override
    public String holds() {
        return "linked devices";
    }

    @Override
    public Uni<Step> reseal(String after) {
        return execute(NEXT, Tuple.of(after))
                .map(rows -> rows.iterator().next().getString("session_id"))
                .flatMap(session -> session == null
                        ? Uni.createFrom().item(new Step(null, 0))
                        : resealSession(session).map(resealed -> new Step(session, resealed)));
    }

    private Uni<Integer> resealSession(String session) {
        return execute(OUTDATED, Tuple.of(session, Buffer.buffer(box.currentStart())))
                .map(rows -> outdated(session, rows))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(0)
                        : tasks.run(() -> values(session, found))
                                .flatMap(values -> execute(RESEAL, values))
                                .replaceWith(found.size()));
    }

    private Tuple values(String session, List<Outdated> found) {
        Buffer[] anew = found.stream()
                .map(row -> Buffer.buffer(box.seal(box.open(row.record().getBytes(), row.place()), row.place())))
                .toArray(Buffer[]::new);
        Tuple values = Tuple.of(
                session,
                found.stream().map(row -> row.place().table()).toArray(String[]::new),
                found.stream().map(Outdated::id).toArray(Integer[]::new));
        values.getDelegate()
                .addArrayOfBuffer(found.stream().map(Outdated::record).toArray(Buffer[]::new))
                .addArrayOfBuffer(anew);
        return values;
    }

    private static List<Outdated> outdated(String session, RowSet<Row> rows) {
        List<Outdated> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(new Outdated(
                new SecretPlace(row.getString("place"), session, row.getString("name")),
                row.getInteger("id"),
                row.getBuffer("record").getDelegate())));
        return found;
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
