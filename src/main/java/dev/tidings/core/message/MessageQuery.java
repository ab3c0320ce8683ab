package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The filters of the history as SQL: only those that are set are part of it, so that each uses its index. */
record MessageQuery(String tail, Tuple values) {

    static MessageQuery of(Caller caller, MessageFilter filter, String afterId, int limit) {
        Builder builder = new Builder();
        builder.and("account_id =", caller.accountId());
        builder.and("session_id =", filter.sessionId());
        builder.and("chat_id =", filter.chatId());
        builder.and(
                "direction =",
                filter.direction() == null ? null : filter.direction().wireName());
        builder.and("recipient =", filter.to());
        builder.and("sender =", filter.from());
        builder.and("id >=", bound(filter.since()));
        builder.and("id <", bound(filter.until()));
        builder.and("id <", afterId);
        builder.statuses.addAll(filter.statuses());
        String[] visible = caller.visibleSessions();
        if (visible != null && filter.sessionId() == null) {
            builder.sessions(visible);
        }
        return builder.build(limit);
    }

    /** Ids begin with the time of creation, so one index serves both the filter and the order. */
    private static String bound(Instant moment) {
        return moment == null ? null : Ids.bound(IdKind.MESSAGE, moment);
    }

    private static final class Builder {
        private final StringBuilder where = new StringBuilder();
        private final Tuple values = Tuple.tuple();
        private final List<MessageStatus> statuses = new ArrayList<>();
        private String sessions = "";

        private void and(String comparison, Object value) {
            if (value != null) {
                values.addValue(value);
                where.append(where.isEmpty() ? "WHERE " : " AND ")
                        .append(comparison)
                        .append(" $")
                        .append(values.size());
            }
        }

        /**
         * One session after the other, as otherwise a session with few messages would cause all messages of the
         * account to be read.
         */
        private void sessions(String... visible) {
            values.addValue(visible);
            sessions = "FROM unnest($" + values.size() + "::text[]) AS visible(session) CROSS JOIN LATERAL (SELECT * ";
            where.append(" AND session_id = session");
        }

        private MessageQuery build(int limit) {
            values.addValue(limit);
            return new MessageQuery(
                    sessions.isEmpty() ? page() : sessions + page() + ") AS message" + newest(), values);
        }

        private String page() {
            return statuses.size() <= 1
                    ? page(statuses.isEmpty() ? null : statuses.get(0))
                    : statuses.stream()
                            .map(status -> "(SELECT * " + page(status) + ")")
                            .collect(Collectors.joining(" UNION ALL ", "FROM (", ") AS message" + newest()));
        }

        /**
         * A status is part of the text: some statuses have few messages, others have most, and the query plan must
         * depend on it.
         */
        private String page(MessageStatus status) {
            String also = status == null ? "" : " AND status = '" + status.wireName() + "'";
            return "FROM message " + where + also + newest();
        }

        private String newest() {
            return " ORDER BY id DESC LIMIT $" + values.size();
        }
    }
}
