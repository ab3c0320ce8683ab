package dev.tidings.core.message.queue;

import dev.tidings.core.content.ContentCodec;
import dev.tidings.core.message.MessageRows;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.queue.Bulk.Item;
import dev.tidings.platform.sql.SqlTimes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Bulks and the results of their messages. */
@ApplicationScoped
class BulkRepository {
    private static final String FIND = """
            SELECT bulk.id, bulk.session_id, bulk.total, bulk.created_at, bulk.cancelled_at,
                   message.id AS message_id, message.recipient, message.status, message.error_code, message.details
            FROM bulk LEFT JOIN message ON message.bulk_id = bulk.id
            WHERE bulk.id = $1 AND bulk.account_id = $2 ORDER BY message.bulk_index""";

    private static final String MARK_CANCELLED =
            "UPDATE bulk SET cancelled_at = coalesce(cancelled_at, $3) WHERE id = $1 AND account_id = $2";

    private static final String CANCEL_QUEUED =
            "UPDATE message SET status = 'cancelled' WHERE bulk_id = $1 AND account_id = $2 AND status = 'queued'";

    private final Pool pool;
    private final ContentCodec codec;

    BulkRepository(Pool pool, ContentCodec codec) {
        this.pool = pool;
        this.codec = codec;
    }

    /** The bulk with all its messages, or null. */
    Uni<Bulk> find(String accountId, String id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id, accountId)).map(this::bulk);
    }

    /**
     * Cancels the messages that were not sent yet. Those that the worker has taken meanwhile are sent; one that the
     * worker puts back is cancelled: either it is back before the bulk is marked, and found by the second statement,
     * or it finds the mark.
     */
    Uni<Void> cancel(String accountId, String id, Instant now) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(MARK_CANCELLED)
                .execute(Tuple.of(id, accountId, SqlTimes.time(now)))
                .chain(() -> connection.preparedQuery(CANCEL_QUEUED).execute(Tuple.of(id, accountId)))
                .replaceWithVoid());
    }

    private Bulk bulk(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return null;
        }
        List<Item> items = new ArrayList<>(rows.size());
        rows.forEach(row -> {
            if (row.getString("message_id") != null) {
                items.add(item(row));
            }
        });
        Row head = rows.iterator().next();
        return new Bulk(
                head.getString("id"),
                head.getString("session_id"),
                head.getInteger("total"),
                SqlTimes.instant(head, "created_at"),
                SqlTimes.instant(head, "cancelled_at"),
                items);
    }

    private Item item(Row row) {
        return new Item(
                row.getString("message_id"),
                row.getString("recipient"),
                MessageStatus.ofWireName(row.getString("status")),
                MessageRows.error(row),
                codec.readDetails(row.getJsonObject("details")).failure());
    }
}
