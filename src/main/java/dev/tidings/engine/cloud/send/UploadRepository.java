package dev.tidings.engine.cloud.send;

import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** The ids under which Meta keeps files for numbers, by the content of the files. */
@ApplicationScoped
public class UploadRepository {
    private static final String FIND = """
            SELECT media_id FROM cloud_upload
            WHERE session_id = $1 AND sha256 = $2 AND mime_type = $3 AND expires_at > $4""";

    private static final String KEEP = """
            INSERT INTO cloud_upload (session_id, sha256, mime_type, media_id, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (session_id, sha256, mime_type) DO UPDATE SET media_id = $4, expires_at = $5""";

    private static final String FORGET =
            "DELETE FROM cloud_upload WHERE session_id = $1 AND sha256 = $2 AND mime_type = $3";

    private static final String SWEEP = """
            DELETE FROM cloud_upload WHERE ctid IN (
                SELECT ctid FROM cloud_upload WHERE expires_at < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    private final Pool pool;

    UploadRepository(Pool pool) {
        this.pool = pool;
    }

    /** A file that a session sends, identified by its content. */
    record Upload(String sessionId, String sha256, String mimeType) {}

    Uni<Optional<String>> find(Upload upload, Instant now) {
        return execute(FIND, values(upload).addOffsetDateTime(SqlTimes.time(now)))
                .map(rows -> first(rows, "media_id"));
    }

    Uni<Void> keep(Upload upload, String mediaId, Instant expiresAt) {
        return execute(KEEP, values(upload).addString(mediaId).addOffsetDateTime(SqlTimes.time(expiresAt)))
                .replaceWithVoid();
    }

    Uni<Void> forget(Upload upload) {
        return execute(FORGET, values(upload)).replaceWithVoid();
    }

    /** Removes a batch of those that Meta will not keep much longer. */
    public Uni<Void> sweep(Instant now) {
        return execute(SWEEP, Tuple.of(SqlTimes.time(now))).replaceWithVoid();
    }

    private static Tuple values(Upload upload) {
        return Tuple.tuple()
                .addString(upload.sessionId())
                .addString(upload.sha256())
                .addString(upload.mimeType());
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static Optional<String> first(RowSet<Row> rows, String column) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getString(column));
    }
}
