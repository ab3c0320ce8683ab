package dev.tidings.core.media;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Files in the database, one row per part: any replica serves them, and a backup of the database includes them. */
@ApplicationScoped
class PostgresMediaStore implements MediaStore {
    private static final String WRITE = "INSERT INTO media_chunk (blob, position, bytes) VALUES ($1, $2, $3)";
    private static final String READ = "SELECT bytes FROM media_chunk WHERE blob = $1 AND position = $2";
    private static final String DELETE = "DELETE FROM media_chunk WHERE blob = $1";

    private final Pool pool;

    PostgresMediaStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Uni<Void> write(String key, Multi<Buffer> content) {
        return Uni.createFrom().deferred(() -> {
            AtomicInteger position = new AtomicInteger();
            return content.onItem()
                    .transformToUniAndConcatenate(part -> write(key, position.getAndIncrement(), part))
                    .onItem()
                    .ignoreAsUni();
        });
    }

    private Uni<Integer> write(String key, int position, Buffer part) {
        return pool.preparedQuery(WRITE)
                .execute(Tuple.tuple()
                        .addString(key)
                        .addInteger(position)
                        .addBuffer(io.vertx.mutiny.core.buffer.Buffer.newInstance(part)))
                .replaceWith(position);
    }

    @Override
    public Multi<Buffer> read(String key, long offset, long length) {
        if (length == 0) {
            return Multi.createFrom().empty();
        }
        int first = (int) (offset / Rechunker.SIZE);
        int last = (int) ((offset + length - 1) / Rechunker.SIZE);
        return Multi.createFrom()
                .range(first, last + 1)
                .onItem()
                .transformToUniAndConcatenate(position -> read(key, position)
                        .map(part -> cut(part, (long) position * Rechunker.SIZE, offset, offset + length)));
    }

    private Uni<Buffer> read(String key, int position) {
        return pool.preparedQuery(READ).execute(Tuple.of(key, position)).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            if (!row.hasNext()) {
                throw new IllegalStateException("part " + position + " of " + key + " is gone");
            }
            return row.next().getBuffer(0).getDelegate();
        });
    }

    /** The bytes of a part that begins at {@code start} which lie between two positions of the whole. */
    private static Buffer cut(Buffer part, long start, long from, long to) {
        return part.slice((int) Math.max(0, from - start), (int) Math.min(part.length(), to - start));
    }

    @Override
    public Uni<Void> delete(String key) {
        return pool.preparedQuery(DELETE).execute(Tuple.of(key)).replaceWithVoid();
    }
}
