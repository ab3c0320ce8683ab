package dev.tidings.core.media;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Files and where their bytes are, in PostgreSQL. */
@ApplicationScoped
class MediaRepository {
    private static final String COLUMNS = """
             file.id, file.account_id, bytes.blob, bytes.store, file.filename, file.mime_type, bytes.size, file.sha256, \
            file.created_at, file.expires_at\
            """;

    private static final String BEGIN =
            "INSERT INTO media_blob (key, store, state, touched_at) VALUES ($1, $2, 'writing', $3)";

    /**
     * Keeps what is stored already: an account has the same content once, and one file of it per name. Its type is the
     * one detected now. Bytes are kept as long as the last of their files.
     */
    private static final String KEEP = """
            WITH written AS (
                SELECT key, store FROM media_blob WHERE key = $1 AND state = 'writing' FOR UPDATE
            ), bytes AS (
                INSERT INTO media (id, account_id, blob, store, filename, mime_type, size, sha256, created_at, expires_at)
                SELECT $2, $3, key, store, $4, $5, $6, $7, $8, $9 FROM written
                ON CONFLICT (account_id, sha256) DO UPDATE
                    SET expires_at = greatest(media.expires_at, excluded.expires_at)
                RETURNING account_id, sha256, blob, store, size
            ), file AS (
                INSERT INTO media_file (id, account_id, sha256, filename, mime_type, created_at, expires_at)
                SELECT $2, account_id, sha256, $4, $5, $8, $9 FROM bytes
                ON CONFLICT (account_id, sha256, coalesce(filename, '')) DO UPDATE
                    SET expires_at = greatest(media_file.expires_at, excluded.expires_at), mime_type = excluded.mime_type
                RETURNING id, account_id, sha256, filename, mime_type, created_at, expires_at
            ), settled AS (
                UPDATE media_blob SET state = CASE WHEN bytes.blob = $1 THEN 'kept' ELSE 'doomed' END, touched_at = $8
                FROM bytes WHERE key = $1)
            SELECT""" + COLUMNS + " FROM file CROSS JOIN bytes";

    private static final String FIND = "SELECT" + COLUMNS + """
             FROM media_file AS file
            JOIN media AS bytes ON bytes.account_id = file.account_id AND bytes.sha256 = file.sha256
            WHERE file.id = $1 AND file.account_id = $2 AND file.expires_at > $3""";

    /** Locked in one order, so that two transactions with the same files do not block each other. */
    private static final String HOLD = """
            WITH wanted AS (
                SELECT file.id, media.id AS media_id FROM media_file AS file
                JOIN media ON media.account_id = file.account_id AND media.sha256 = file.sha256
                WHERE file.id = ANY ($1) AND file.account_id = $2 AND file.expires_at > $3
                ORDER BY media.id FOR UPDATE OF media
            ), bytes AS (
                UPDATE media SET expires_at = greatest(expires_at, $4)
                FROM (SELECT DISTINCT media_id FROM wanted) AS locked WHERE media.id = locked.media_id
                RETURNING media.account_id, media.sha256, media.blob, media.store, media.size
            )
            UPDATE media_file AS file SET expires_at = greatest(file.expires_at, $4) FROM wanted, bytes
            WHERE file.id = wanted.id AND bytes.account_id = file.account_id AND bytes.sha256 = file.sha256
            RETURNING""" + COLUMNS;

    private static final String REMOVE = "SELECT * FROM remove_media_file($1, $2, $3)";

    private static final String EXPIRE = "SELECT expire_media_files($1, $2, $3) AS gone";

    private static final String DOOM = "UPDATE media_blob SET state = 'doomed' WHERE key = $1 AND state <> 'kept'";

    private static final String CLAIM_DOOMED = """
            UPDATE media_blob SET state = 'doomed', touched_at = $1 WHERE key IN (
                SELECT key FROM media_blob
                WHERE (state = 'doomed' AND touched_at < $2) OR (state = 'writing' AND touched_at < $3)
                ORDER BY touched_at LIMIT $4 FOR UPDATE SKIP LOCKED)
            RETURNING key, store""";

    private static final String FORGET = "DELETE FROM media_blob WHERE key = $1 AND state = 'doomed'";

    private final Pool pool;

    MediaRepository(Pool pool) {
        this.pool = pool;
    }

    /** Bytes that must be removed. */
    record Blob(String key, String store) {}

    /** Announces bytes, before the first is written. */
    Uni<Void> begin(Blob blob, Instant now) {
        return query(BEGIN, Tuple.of(blob.key(), blob.store(), SqlTimes.time(now)), rows -> null);
    }

    /**
     * Makes a file from bytes that are complete, or finds the one with the same content. Null when the bytes were
     * given up in the meantime.
     */
    Uni<Media> keep(Media media) {
        return one(
                KEEP,
                Tuple.tuple()
                        .addString(media.blob())
                        .addString(media.id())
                        .addString(media.accountId())
                        .addString(media.filename())
                        .addString(media.mimeType())
                        .addLong(media.size())
                        .addString(media.sha256())
                        .addOffsetDateTime(SqlTimes.time(media.createdAt()))
                        .addOffsetDateTime(SqlTimes.time(media.expiresAt())));
    }

    /** The file, or null. */
    Uni<Media> find(String accountId, String id, Instant now) {
        return one(FIND, Tuple.of(id, accountId, SqlTimes.time(now)));
    }

    /** Those of the files that exist, by their ids; from now on, none of them expires before the given time. */
    Uni<Map<String, Media>> hold(String accountId, List<String> ids, Instant now, Instant until) {
        Tuple values = Tuple.of(ids.toArray(String[]::new), accountId, SqlTimes.time(now), SqlTimes.time(until));
        return query(HOLD, values, rows -> {
            Map<String, Media> held = new HashMap<>();
            rows.forEach(row -> held.put(row.getString("id"), media(row)));
            return held;
        });
    }

    /** Removes the file, and makes its bytes due if it is their last file. Null when there is no such file. */
    Uni<Media> remove(String accountId, String id, Instant now) {
        return one(REMOVE, Tuple.of(id, accountId, SqlTimes.time(now)));
    }

    /** Removes expired files, and bytes without any other file; returns how many files. */
    Uni<Long> expire(Instant now, int limit) {
        // touched long ago, so that their bytes are removed in the same run
        return query(
                EXPIRE,
                Tuple.of(SqlTimes.time(now), limit, SqlTimes.time(Instant.EPOCH)),
                rows -> rows.iterator().next().getLong("gone"));
    }

    /** Gives bytes up unless a file uses them; returns whether they must be removed. */
    Uni<Boolean> doom(String key) {
        return query(DOOM, Tuple.of(key), rows -> rows.rowCount() > 0);
    }

    /** Bytes to remove; each is given to one replica. */
    Uni<List<Blob>> claimDoomed(Instant doomedBefore, Instant begunBefore, Instant now, int limit) {
        return query(
                CLAIM_DOOMED,
                Tuple.of(SqlTimes.time(now), SqlTimes.time(doomedBefore), SqlTimes.time(begunBefore), limit),
                rows -> {
                    List<Blob> blobs = new ArrayList<>(rows.size());
                    rows.forEach(row -> blobs.add(new Blob(row.getString("key"), row.getString("store"))));
                    return blobs;
                });
    }

    /** Forgets bytes that were removed. */
    Uni<Void> forget(String key) {
        return query(FORGET, Tuple.of(key), rows -> null);
    }

    private Uni<Media> one(String sql, Tuple values) {
        return query(
                sql,
                values,
                rows -> rows.size() == 0 ? null : media(rows.iterator().next()));
    }

    private <T> Uni<T> query(String sql, Tuple values, Function<RowSet<Row>, T> result) {
        return pool.preparedQuery(sql).execute(values).map(result);
    }

    private static Media media(Row row) {
        return new Media(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("blob"),
                row.getString("store"),
                row.getString("filename"),
                row.getString("mime_type"),
                row.getLong("size"),
                row.getString("sha256"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "expires_at"));
    }
}
