package dev.tidings.core.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.TestCallers;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Shows how the database finds a page of a long history: {@code ./mvnw test -Dtest=HistoryBench}; no other run
 * includes it.
 */
@QuarkusTest
class HistoryBench {
    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int BATCH = 10_000;
    private static final int SESSIONS = 100;
    private static final int PEOPLE = 20_000;
    private static final int PAGE = 101;
    /** Young enough to be kept while this runs. */
    private static final Duration AGE = Duration.ofDays(85);

    private static final Instant BEGIN = Instant.now().minus(AGE);
    private static final Duration STEP = AGE.dividedBy(ROWS + 1L);

    private static final String ACCOUNT = "acc_bench";
    private static final String BUSY = "session_bench_2";
    private static final String SILENT = "session_bench_0";

    @Inject
    Pool pool;

    private final List<String> slow = new ArrayList<>();

    @Test
    void aPageByEachFilter() {
        fill();
        Instant middle = BEGIN.plus(STEP.multipliedBy(ROWS / 2));
        Map<String, MessageFilter> filters = new LinkedHashMap<>();
        filters.put("none", filter(null, null, null, null, null, null, null));
        filters.put("session", filter(BUSY, null, null, null, null, null, null));
        filters.put("session, nothing", filter(SILENT, null, null, null, null, null, null));
        filters.put("inbound", filter(null, Direction.INBOUND, null, null, null, null, null));
        filters.put("outbound", filter(null, Direction.OUTBOUND, null, null, null, null, null));
        filters.put("read", filter(null, null, MessageStatus.READ, null, null, null, null));
        filters.put("failed, rare", filter(null, null, MessageStatus.FAILED, null, null, null, null));
        filters.put("cancelled, nothing", filter(null, null, MessageStatus.CANCELLED, null, null, null, null));
        filters.put("to", filter(null, null, null, phone(7), null, null, null));
        filters.put("to, nothing", filter(null, null, null, "4915112345678", null, null, null));
        filters.put("from", filter(null, null, null, null, phone(6), null, null));
        filters.put("to, in two forms", filter(null, null, null, "525512345678", null, null, null));
        filters.put("from, in four forms", filter(null, null, null, null, "22512345678", null, null));
        filters.put("chat, in two forms", chat(null, "5491123456789"));
        filters.put("session, to in two forms", filter(BUSY, null, null, "525512345678", null, null, null));
        filters.put("since", filter(null, null, null, null, null, middle, null));
        filters.put("until", filter(null, null, null, null, null, null, middle));
        filters.put("a day", filter(null, null, null, null, null, middle, middle.plus(Duration.ofDays(1))));
        filters.put("session, inbound", filter(BUSY, Direction.INBOUND, null, null, null, null, null));
        filters.put("session, failed", filter(BUSY, null, MessageStatus.FAILED, null, null, null, null));
        filters.put("session, to", filter(BUSY, null, null, phone(7), null, null, null));
        filters.put("session, until", filter(BUSY, null, null, null, null, null, middle));
        filters.put("failed, until", filter(null, null, MessageStatus.FAILED, null, null, null, middle));
        filters.put("chat", chat(null, "14157"));
        filters.put("chat, nothing", chat(null, "4915112345678"));
        filters.put("session, chat", chat(BUSY, "1415" + 101));
        filters.put("failed or cancelled", statuses(MessageStatus.FAILED, MessageStatus.CANCELLED));
        filters.put("read or delivered", statuses(MessageStatus.READ, MessageStatus.DELIVERED));
        Caller caller = caller(null);
        filters.forEach((name, filter) -> explain(name, MessageQuery.of(caller, filter, null, PAGE)));
        String half = Ids.bound(IdKind.MESSAGE, middle);
        filters.forEach((name, filter) -> explain(name + ", next", MessageQuery.of(caller, filter, half, PAGE)));
        explain("key of two sessions", MessageQuery.of(caller(Set.of(BUSY, SILENT)), filters.get("none"), null, PAGE));
        explain("key of a silent one", MessageQuery.of(caller(Set.of(SILENT)), filters.get("none"), null, PAGE));
        assertEquals(List.of(), slow);
    }

    private void explain(String name, MessageQuery query) {
        String sql = "EXPLAIN (ANALYZE, BUFFERS) SELECT * " + query.tail();
        List<String> plan = List.of();
        // the second time, the data that the query needs was already read from the disk
        for (int turn = 0; turn < 2; turn++) {
            plan = StreamSupport.stream(
                            pool.preparedQuery(sql)
                                    .executeAndAwait(query.values())
                                    .spliterator(),
                            false)
                    .map((Row row) -> row.getString(0))
                    .toList();
        }
        String text = String.join("\n", plan);
        String rows = plan.get(0).replaceAll(".*actual.*rows=(\\d+).*", "$1");
        String index = text.replaceAll("(?s).*?(Index[A-Za-z ]* Scan)[A-Za-z ]* (?:using|on) (\\w+).*", "$1 $2");
        double millis = Double.parseDouble(text.replaceAll("(?s).*Execution Time: ([0-9.]+) ms.*", "$1"));
        System.out.printf(Locale.ROOT, "BENCH %-28s %8.2f ms %4s rows  %s%n", name, millis, rows, index);
        if (text.contains("Seq Scan") || millis > 20) {
            slow.add(name + "\n" + text);
        }
    }

    private void fill() {
        for (int from = 0; from < ROWS; from += BATCH) {
            String[] ids = new String[BATCH];
            for (int i = 0; i < BATCH; i++) {
                ids[i] = Ids.bound(IdKind.MESSAGE, BEGIN.plus(STEP.multipliedBy(from + i)));
            }
            pool.preparedQuery(
                            "INSERT INTO message (id, account_id, session_id, direction, chat_id, sender, recipient,"
                                    + " type, content, status, created_at)"
                                    + " SELECT id, CASE WHEN n % 10 = 0 THEN 'acc_other' ELSE $2 END,"
                                    + " 'session_bench_' || (1 + n % $3),"
                                    + " CASE WHEN n % 3 = 0 THEN 'inbound' ELSE 'outbound' END, '1415' || (n % $4),"
                                    + " CASE WHEN n % 3 = 0 THEN '1415' || (5550000 + n % $4) ELSE '14155550100' END,"
                                    + " CASE WHEN n % 3 = 0 THEN '14155550100' ELSE '1415' || (5550000 + n % $4) END,"
                                    + " 'text', jsonb_build_object('text', repeat('x', 100)),"
                                    + " CASE WHEN n % 3 = 0 THEN 'delivered' WHEN n % 9973 = 1 THEN 'failed'"
                                    + " WHEN n % 5 = 1 THEN 'delivered' ELSE 'read' END, now()"
                                    + " FROM unnest($1::text[]) WITH ORDINALITY AS made(id, i), LATERAL (SELECT $5 + i::int AS n) AS counted")
                    .executeAndAwait(Tuple.of(ids, ACCOUNT, SESSIONS, PEOPLE, from));
        }
        pool.query("VACUUM ANALYZE message").executeAndAwait();
    }

    private static Caller caller(Set<String> sessions) {
        Caller operator = TestCallers.operator();
        return new Caller(ACCOUNT, operator.keyId(), operator.scopes(), operator.plan(), sessions);
    }

    private static String phone(int person) {
        return "1415" + (5_550_000 + person);
    }

    private static MessageFilter chat(String session, String chat) {
        return new MessageFilter(session, chat, null, List.of(), null, null, null, null);
    }

    private static MessageFilter statuses(MessageStatus... statuses) {
        return new MessageFilter(null, null, null, List.of(statuses), null, null, null, null);
    }

    private static MessageFilter filter(
            String session,
            Direction direction,
            MessageStatus status,
            String to,
            String from,
            Instant since,
            Instant until) {
        List<MessageStatus> statuses = status == null ? List.of() : List.of(status);
        return new MessageFilter(session, null, direction, statuses, to, from, since, until);
    }
}
