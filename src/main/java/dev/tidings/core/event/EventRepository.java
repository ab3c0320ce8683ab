package dev.tidings.core.event;

import dev.tidings.access.auth.Caller;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads events, oldest first, and writes them. */
@ApplicationScoped
class EventRepository {
    private static final String FIND_PLACE =
            "SELECT xid::text AS transaction, position FROM event WHERE id = $1 AND account_id = $2";

    /** Nothing that is committed later comes before it, and what is committed already does not come after it. */
    private static final String END =
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS transaction, 0::bigint AS position";

    private static final String COLUMNS =
            " id, type, created_at, session_id, sequence, data::text AS data, sealed, sealed_until, xid::text AS transaction, position ";

    private static final String BETWEEN_PLACE_AND_END =
            " account_id = $1 AND (xid, position) > ($2::text::xid8, $3) AND xid < pg_snapshot_xmin(pg_current_snapshot()) ";

    private static final String FIRST = " ORDER BY xid, position LIMIT $4";

    private static final String READ = "SELECT" + COLUMNS + "FROM event WHERE" + BETWEEN_PLACE_AND_END + FIRST;

    /** Session by session: otherwise one with few events would cause all events of the account to be read. */
    private static final String READ_OF_SESSIONS = "SELECT" + COLUMNS
            + "FROM unnest($5::text[]) AS wanted(session) CROSS JOIN LATERAL (SELECT * FROM event WHERE session_id = session AND"
            + BETWEEN_PLACE_AND_END + FIRST + ") AS event" + FIRST;

    /** By id, because ids begin with the time of creation. */
    private static final String REMOVE_OLDER = """
            DELETE FROM event WHERE id IN (SELECT id FROM event WHERE id < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)""";

    private static final String FORGET_SEALED = """
            UPDATE event SET sealed = NULL WHERE position IN (
                SELECT position FROM event WHERE sealed IS NOT NULL AND sealed_until <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)""";

    /** Only the release before leaves a QR code in the data. */
    private static final String FORGET_OPEN = """
            UPDATE event SET data = without_qr(data), sealed_until = created_at WHERE position IN (
                SELECT position FROM event WHERE type = 'session.qr' AND sealed_until IS NULL AND created_at <= $1
                ORDER BY position LIMIT $2 FOR UPDATE SKIP LOCKED)""";

    private static final String PUBLISH = """
            SELECT publish_events($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
                                  $7::timestamptz[])""";

    private final Pool pool;
    private final EventBodies bodies;

    EventRepository(Pool pool, EventBodies bodies) {
        this.pool = pool;
        this.bodies = bodies;
    }

    /** Events and the position after the last of them. */
    record Found(List<Event> events, EventPosition end) {}

    /** The position of an event, or null when the account has no such event. */
    Uni<EventPosition> findPlace(String accountId, String id) {
        return execute(FIND_PLACE, Tuple.of(id, accountId))
                .map(rows -> rows.size() == 0 ? null : place(rows.iterator().next()));
    }

    /** The position after which there are only events that are committed after now. */
    Uni<EventPosition> end() {
        return execute(END, Tuple.tuple()).map(rows -> place(rows.iterator().next()));
    }

    /** @param sessionId null: of all sessions */
    Uni<Found> read(Caller caller, EventPosition after, String sessionId, int limit) {
        Tuple values = Tuple.of(caller.accountId(), after.transaction(), after.position(), limit);
        String[] sessions = sessionId == null ? caller.visibleSessions() : new String[] {sessionId};
        return (sessions == null ? execute(READ, values) : execute(READ_OF_SESSIONS, values.addArrayOfString(sessions)))
                .map(rows -> found(rows, after));
    }

    /** Removes up to the given number of events with ids below the bound; returns how many. */
    Uni<Integer> removeOlder(String bound, int limit) {
        return execute(REMOVE_OLDER, Tuple.of(bound, limit)).map(RowSet::rowCount);
    }

    /** Removes what was sealed in up to so many events until the time; returns in how many. */
    Uni<Integer> forgetSealed(Instant until, int limit) {
        return execute(FORGET_SEALED, Tuple.of(SqlTimes.time(until), limit)).map(RowSet::rowCount);
    }

    /** Removes QR codes from up to so many events that the release before wrote until the time; returns from how many. */
    Uni<Integer> forgetOpen(Instant until, int limit) {
        return execute(FORGET_OPEN, Tuple.of(SqlTimes.time(until), limit)).map(RowSet::rowCount);
    }

    /** Locks the rows that number the events of the sessions, until the transaction ends. */
    Uni<Void> publish(Transaction transaction, List<NewEvent> events) {
        Tuple values = Tuple.tuple()
                .addArrayOfString(texts(events, NewEvent::accountId))
                .addArrayOfString(texts(events, NewEvent::sessionId))
                .addArrayOfString(texts(events, event -> event.type().wireName()))
                .addArrayOfString(texts(events, NewEvent::data))
                .addArrayOfOffsetDateTime(times(events, NewEvent::at))
                .addArrayOfString(texts(events, NewEvent::sealed))
                .addArrayOfOffsetDateTime(times(events, NewEvent::sealedUntil));
        return transaction.connection().preparedQuery(PUBLISH).execute(values).replaceWithVoid();
    }

    private static OffsetDateTime[] times(List<NewEvent> events, Function<NewEvent, Instant> property) {
        return events.stream().map(property).map(SqlTimes::time).toArray(OffsetDateTime[]::new);
    }

    private static String[] texts(List<NewEvent> events, Function<NewEvent, String> property) {
        return events.stream().map(property).toArray(String[]::new);
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private Found found(RowSet<Row> rows, EventPosition after) {
        List<Event> events = new ArrayList<>(rows.size());
        EventPosition end = after;
        for (Row row : rows) {
            events.add(event(row));
            end = place(row);
        }
        return new Found(events, end);
    }

    private static EventPosition place(Row row) {
        return new EventPosition(row.getString("transaction"), row.getLong("position"));
    }

    private Event event(Row row) {
        String sessionId = row.getString("session_id");
        return new Event(
                row.getString("id"),
                EventType.ofWireName(row.getString("type")),
                SqlTimes.instant(row, "created_at"),
                sessionId,
                row.getLong("sequence"),
                bodies.stored(
                        row.getString("data"),
                        sessionId,
                        row.getString("sealed"),
                        SqlTimes.instant(row, "sealed_until")));
    }
}
