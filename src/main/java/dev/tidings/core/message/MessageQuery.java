package dev.tidings.core.message;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The filters of the history as SQL: only those that are set are part of it, so that each uses its index. */
record MessageQuery(String tail, Tuple values) {
    /** Of more queries than this, PostgreSQL would spend its time on the plan. */
    private static final int MOST_ALTERNATIVES = 40;

    static MessageQuery of(Caller caller, MessageFilter filter, String afterId, int limit) {
        Builder builder = new Builder();
        builder.and("account_id =", caller.accountId());
        builder.and("session_id =", filter.sessionId());
        builder.and(
                "direction =",
                filter.direction() == null ? null : filter.direction().wireName());
        builder.and("id >=", bound(filter.since()));
        builder.and("id <", bound(filter.until()));
        builder.and("id <", afterId);
        builder.anyStatus(filter.statuses());
        builder.anyForm("chat_id", filter.chatId());
        builder.anyForm("recipient", filter.to());
        builder.anyForm("sender", filter.from());
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
        private List<String> alternatives = List.of("");
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
         * A status is part of the text: some statuses have few messages, others have most, and the query plan must
         * depend on it.
         */
        private void anyStatus(List<MessageStatus> statuses) {
            any(statuses.stream()
                    .map(status -> "status = '" + status.wireName() + "'")
                    .toList());
        }

        /** A phone number in any of the forms that WhatsApp has for it; anything else as it is. */
        private void anyForm(String column, String address) {
            if (address != null) {
                any(PhoneNumber.forms(address).stream()
                        .map(form -> {
                            values.addValue(form);
                            return column + " = $" + values.size();
                        })
                        .toList());
            }
        }

        /**
         * Each of the conditions is a query of its own, so that its index finds the newest messages in their order; as
         * one query, all messages that it selects would be read and sorted.
         */
        private void any(List<String> conditions) {
            if (conditions.isEmpty()) {
                return;
            }
            if (alternatives.size() * conditions.size() > MOST_ALTERNATIVES) {
                where.append(" AND (").append(String.join(" OR ", conditions)).append(')');
                return;
            }
            alternatives = alternatives.stream()
                    .flatMap(known -> conditions.stream().map(condition -> known + " AND " + condition))
                    .toList();
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
            return alternatives.size() == 1
                    ? page(alternatives.get(0))
                    : alternatives.stream()
                            .map(alternative -> "(SELECT * " + page(alternative) + ")")
                            .collect(Collectors.joining(" UNION ALL ", "FROM (", ") AS message" + newest()));
        }

        private String page(String alternative) {
            return "FROM message " + where + alternative + newest();
        }

        private String newest() {
            return " ORDER BY id DESC LIMIT $" + values.size();
        }
    }
}
