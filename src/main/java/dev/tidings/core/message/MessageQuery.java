package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;

/** The filters of the history as SQL: only those that are set take part, so that each finds its index. */
record MessageQuery(String tail, Tuple values) {

    static MessageQuery of(Caller caller, MessageFilter filter, String afterId, int limit) {
        Builder builder = new Builder();
        builder.and("account_id =", caller.accountId());
        builder.and("session_id =", filter.sessionId());
        builder.and(
                "direction =",
                filter.direction() == null ? null : filter.direction().wireName());
        builder.and("status =", filter.status() == null ? null : filter.status().wireName());
        builder.and("recipient =", filter.to());
        builder.and("sender =", filter.from());
        builder.and("id >=", bound(filter.since()));
        builder.and("id <", bound(filter.until()));
        builder.and("id <", afterId);
        String[] visible = caller.visibleSessions();
        return visible == null || filter.sessionId() != null ? builder.build(limit) : builder.build(visible, limit);
    }

    /** Ids begin with the time of creation, so one index serves the filter and the order. */
    private static String bound(Instant moment) {
        return moment == null ? null : Ids.bound(IdKind.MESSAGE, moment);
    }

    private static final class Builder {
        private final StringBuilder where = new StringBuilder();
        private final Tuple values = Tuple.tuple();

        private void and(String comparison, Object value) {
            if (value != null) {
                values.addValue(value);
                where.append(where.isEmpty() ? "WHERE " : " AND ")
                        .append(comparison)
                        .append(" $")
                        .append(values.size());
            }
        }

        private MessageQuery build(int limit) {
            values.addValue(limit);
            return new MessageQuery(page(), values);
        }

        /** Session by session, as a quiet one would have the account's messages read to their end. */
        private MessageQuery build(String[] sessions, int limit) {
            values.addValue(sessions);
            where.append(" AND session_id = session");
            String each =
                    "FROM unnest($" + values.size() + "::text[]) AS visible(session) CROSS JOIN LATERAL (SELECT * ";
            values.addValue(limit);
            return new MessageQuery(each + page() + ") AS message" + newest(), values);
        }

        private String page() {
            return "FROM message " + where + newest();
        }

        private String newest() {
            return " ORDER BY id DESC LIMIT $" + values.size();
        }
    }
}
