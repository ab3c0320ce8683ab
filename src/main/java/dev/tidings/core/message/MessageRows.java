package dev.tidings.core.message;

import dev.tidings.core.content.ContentCodec;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.SqlTimes;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How a message is read from its row; one list of columns, one mapper. */
@ApplicationScoped
public class MessageRows {
    public static final String COLUMNS = """
             id, session_id, direction, chat_id, sender, recipient, type, content, status, error_code, \
            quoted_message_id, engine_message_id, bulk_id, due_at, created_at, sent_at, delivered_at, read_at, \
            played_at, failed_at, details \
            """;

    private final ContentCodec codec;

    MessageRows(ContentCodec codec) {
        this.codec = codec;
    }

    /** The first message, or null. */
    public Message first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : message(rows.iterator().next());
    }

    List<Message> all(RowSet<Row> rows) {
        return each(rows, this::message);
    }

    <T> List<T> each(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(mapping.apply(row)));
        return all;
    }

    public Message message(Row row) {
        return new Message(
                row.getString("id"),
                row.getString("session_id"),
                Direction.ofWireName(row.getString("direction")),
                row.getString("chat_id"),
                row.getString("sender"),
                row.getString("recipient"),
                codec.read(row.getString("type"), row.getJsonObject("content")),
                MessageStatus.ofWireName(row.getString("status")),
                error(row),
                row.getString("quoted_message_id"),
                row.getString("engine_message_id"),
                row.getString("bulk_id"),
                new Message.Times(
                        SqlTimes.instant(row, "created_at"),
                        SqlTimes.instant(row, "due_at"),
                        SqlTimes.instant(row, "sent_at"),
                        SqlTimes.instant(row, "delivered_at"),
                        SqlTimes.instant(row, "read_at"),
                        SqlTimes.instant(row, "played_at"),
                        SqlTimes.instant(row, "failed_at")),
                codec.readDetails(row.getJsonObject("details")));
    }

    /** Why the message failed, or null; a code written by a newer release is shown as a failure of no special kind. */
    public static ErrorCode error(Row row) {
        String code = row.getString("error_code");
        return code == null ? null : ErrorCode.find(code).orElse(ErrorCode.MESSAGE_SENDING_FAILED);
    }
}
