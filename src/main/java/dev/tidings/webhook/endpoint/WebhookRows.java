package dev.tidings.webhook.endpoint;

import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.webhook.client.WebhookEndpoint;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** How an endpoint is read from its row; one list of columns, one mapper. */
public final class WebhookRows {
    public static final String COLUMNS = """
             webhook.id, webhook.account_id, webhook.session_id, webhook.url, webhook.events, webhook.description, \
            webhook.headers, webhook.secret, webhook.previous_secret, webhook.previous_until, webhook.enabled, \
            webhook.disabled_reason, webhook.disabled_at, webhook.failing_since, webhook.created_at, \
            webhook.updated_at \
            """;

    private WebhookRows() {}

    /** The first endpoint, or null. */
    static WebhookEndpoint first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : webhook(rows.iterator().next());
    }

    static List<WebhookEndpoint> all(RowSet<Row> rows) {
        List<WebhookEndpoint> webhooks = new ArrayList<>(rows.size());
        rows.forEach(row -> webhooks.add(webhook(row)));
        return webhooks;
    }

    public static WebhookEndpoint webhook(Row row) {
        return new WebhookEndpoint(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("session_id"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("events")),
                row.getString("description"),
                row.getString("headers"),
                row.getString("secret"),
                row.getString("previous_secret"),
                SqlTimes.instant(row, "previous_until"),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                SqlTimes.instant(row, "disabled_at"),
                SqlTimes.instant(row, "failing_since"),
                SqlTimes.instant(row, "created_at"),
                SqlTimes.instant(row, "updated_at"));
    }
}
