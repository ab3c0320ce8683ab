package dev.tidings.core.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.StatusChange.Status;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What engines report, by an engine without a socket: one that stores a ratchet's step together with each report. */
@QuarkusTest
class ReportsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ANN = "14155550177";

    @Inject
    EngineListener listener;

    @Inject
    Transactions transactions;

    @Inject
    Pool pool;

    @Inject
    MovableClock clock;

    @Inject
    Ids ids;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
        execute("CREATE TABLE IF NOT EXISTS stub_ratchet (session_id text, address text, step int)");
        execute("INSERT INTO stub_ratchet VALUES ($1, $2, 0)", session, ANN);
    }

    @Test
    void areStoredTogetherWithWhatTheEngineStores() {
        List<String> stored = run(decrypted(
                transaction -> listener.onMessages(transaction, List.of(text("A", null), text("B", null)))));
        assertEquals(1, step());
        assertEquals(List.of("message.received", "message.received"), eventsOf(stored));
    }

    @Test
    void areLostByNobodyIfTheEngineDiesInBetween() {
        InboundMessage message = text("A", null);
        Uni<List<String>> killed = decrypted(transaction -> listener.onMessages(transaction, List.of(message))
                .call(() -> transaction
                        .connection()
                        .query("SELECT pg_terminate_backend(pg_backend_pid())")
                        .execute()));
        assertThrows(RuntimeException.class, () -> run(killed));
        // until the pool has noticed that the connection is gone
        await().atMost(PATIENCE).ignoreExceptions().until(() -> step() == 0);
        assertEquals(2, count("event"));

        List<String> again = run(decrypted(transaction -> listener.onMessages(transaction, List.of(message))));
        assertEquals(1, step());
        assertEquals(List.of("message.received"), eventsOf(again));
        // the answer to the sender was lost, so the message arrives once more
        assertEquals(again, run(listener.onMessages(List.of(message))));
        assertEquals(3, count("event"));
    }

    @Test
    void ofMessagesMayComeInOneListThoughTheyReferToEachOther() {
        InboundMessage first = text("A", null);
        InboundMessage reply = text("B", first.engineMessageId());
        InboundMessage reaction = new InboundMessage(
                session,
                id("C"),
                ANN,
                ANN,
                new MessageContent.Reaction(null, "👍"),
                reply.engineMessageId(),
                clock.instant());
        InboundMessage nowhere = new InboundMessage(
                ids.next(IdKind.SESSION), id("D"), ANN, ANN, new MessageContent.Text("D", null), null, clock.instant());
        List<String> stored =
                run(listener.onMessages(List.of(first, reply, nowhere, reaction, first, text("E", "UNKNOWN"))));
        assertNull(stored.get(2));
        assertEquals(stored.get(0), stored.get(4));
        assertEquals(stored.get(0), message(stored.get(1)).getString("data.quotedMessageId"));
        assertEquals(stored.get(1), message(stored.get(3)).getString("data.quotedMessageId"));
        assertEquals(stored.get(1), message(stored.get(3)).getString("data.content.messageId"));
        assertEquals("UNKNOWN", message(stored.get(5)).getString("data.quotedEngineMessageId"));
        JsonPath events = api.get("/v1/events?limit=100&sessionId=" + session).jsonPath();
        assertEquals(
                List.of(stored.get(0), stored.get(1), stored.get(3), stored.get(5)),
                events.<String>getList("data.data.messageId").stream().skip(2).toList());
        assertEquals(IntStream.rangeClosed(1, 6).boxed().toList(), events.getList("data.sequence"));
    }

    @Test
    void ofStatusesMayComeInOneListInAnyOrder() {
        String one = api.sentText(session, "14155550005");
        String two = api.sentText(session, "14155550005");
        String engineId = message(one).getString("data.engineMessageId");
        run(listener.onStatuses(List.of(
                status(null, engineId, Status.DELIVERED),
                status(two, null, Status.READ),
                status(null, "UNKNOWN", Status.READ),
                status(one, null, Status.READ),
                status(two, null, Status.DELIVERED),
                status(null, engineId, Status.DELIVERED))));
        assertEquals("read", message(one).getString("data.status"));
        assertNotNull(message(one).getString("data.timestamps.delivered"));
        assertEquals("read", message(two).getString("data.status"));
        assertNotNull(message(two).getString("data.timestamps.delivered"));
        assertEquals(List.of("message.sent", "message.delivered", "message.read"), eventsOf(List.of(one)));
        assertEquals(List.of("message.sent", "message.read"), eventsOf(List.of(two)));
    }

    @Test
    void areUndoneTogetherWhenOneOfThemCannotBeStored() {
        Uni<Boolean> refused =
                transactions.inOne(transaction -> listener.onMessages(transaction, List.of(text("A", null)))
                        .chain(() -> listener.onSession(transaction, new SessionEvent.Disconnected(session, "test")))
                        .invoke(() -> {
                            throw new IllegalStateException("refused");
                        }));
        assertThrows(IllegalStateException.class, () -> run(refused));
        assertEquals("connected", api.get("/v1/sessions/" + session).path("data.status"));
        assertEquals(2, count("event"));
    }

    /** The rows that number events are locked last, in one order, whatever the reports and their order are. */
    @Test
    void thatCrossNeitherBlockEachOtherNorLeaveGaps() {
        String other = api.connectedSession();
        List<Uni<List<String>>> reports = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<InboundMessage> messages = Arrays.asList(
                    crossing(session, "SAME-" + i % 4),
                    crossing(other, "SAME-" + i % 4),
                    crossing(session, "OWN-" + i),
                    crossing(other, "OWN-" + i));
            Collections.rotate(messages, i);
            boolean changesTheSession = i % 2 == 0;
            reports.add(transactions.inOne(transaction -> (changesTheSession
                            ? reconnected(transaction)
                            : Uni.createFrom().voidItem())
                    .chain(() -> listener.onMessages(transaction, messages))));
        }
        Uni.join().all(reports).andFailFast().await().atMost(PATIENCE);
        for (String one : List.of(session, other)) {
            // the list is in the order of transactions, which begin before they take their numbers
            List<Integer> numbers = new ArrayList<>(api.get("/v1/events?limit=100&sessionId=" + one)
                    .jsonPath()
                    .getList("data.sequence", Integer.class));
            Collections.sort(numbers);
            assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
            assertTrue(numbers.size() >= 2 + 16, numbers::toString);
        }
    }

    private Uni<Void> reconnected(Transaction transaction) {
        return listener.onSession(transaction, new SessionEvent.Reconnecting(session, "test"))
                .chain(() -> listener.onSession(transaction, new SessionEvent.Connected(session, "14155550100")))
                .replaceWithVoid();
    }

    /** As an engine does: it locks the row of the address, stores its next step, and reports last. */
    private <T> Uni<T> decrypted(Function<Transaction, Uni<T>> report) {
        return transactions.inOne(transaction -> transaction
                .connection()
                .preparedQuery("UPDATE stub_ratchet SET step = step + 1 WHERE session_id = $1 AND address = $2")
                .execute(Tuple.of(session, ANN))
                .chain(() -> report.apply(transaction)));
    }

    private InboundMessage text(String name, String quoted) {
        return new InboundMessage(
                session, id(name), ANN, ANN, new MessageContent.Text(name, null), quoted, clock.instant());
    }

    private InboundMessage crossing(String ofSession, String name) {
        return new InboundMessage(
                ofSession, name, ANN, ANN, new MessageContent.Text(name, null), null, clock.instant());
    }

    private String id(String name) {
        return name + "-" + session;
    }

    private StatusChange status(String messageId, String engineId, Status status) {
        return new StatusChange(session, messageId, engineId, status, clock.instant(), null);
    }

    private JsonPath message(String id) {
        return api.get("/v1/messages/" + id).then().statusCode(200).extract().jsonPath();
    }

    private List<String> eventsOf(List<String> messages) {
        JsonPath events = api.get("/v1/events?limit=100&sessionId=" + session).jsonPath();
        List<String> about = events.getList("data.data.messageId");
        List<String> types = events.getList("data.event");
        return IntStream.range(0, types.size())
                .filter(i -> about.get(i) != null && messages.contains(about.get(i)))
                .mapToObj(types::get)
                .toList();
    }

    private int step() {
        return pool.preparedQuery("SELECT step FROM stub_ratchet WHERE session_id = $1")
                .execute(Tuple.of(session))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger("step");
    }

    private int count(String table) {
        return pool.preparedQuery("SELECT count(*)::int AS rows FROM " + table + " WHERE session_id = $1")
                .execute(Tuple.of(session))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger("rows");
    }

    private void execute(String sql, String... values) {
        run(pool.preparedQuery(sql).execute(Tuple.from(values)));
    }

    private static <T> T run(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
