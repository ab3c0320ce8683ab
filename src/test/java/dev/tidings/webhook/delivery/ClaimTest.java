package dev.tidings.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.webhook.client.Attempt;
import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.client.WebhookSecrets;
import dev.tidings.webhook.client.WebhookSigner;
import dev.tidings.webhook.delivery.DeliveryRepository.Result;
import dev.tidings.webhook.delivery.EndpointConcurrency.Room;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is handed out, and to whom. All of it lies in a time that the running dispatcher never comes to. */
@QuarkusTest
class ClaimTest {
    private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");

    @Inject
    DeliveryRepository deliveries;

    @Inject
    WebhookSecrets secrets;

    @Inject
    Pool pool;

    @Inject
    Ids ids;

    private final List<String> endpoints = new ArrayList<>();

    @AfterEach
    void clean() {
        execute("DELETE FROM delivery WHERE webhook_id = ANY ($1)", Tuple.of(endpoints.toArray(String[]::new)));
        execute("DELETE FROM webhook WHERE id = ANY ($1)", Tuple.of(endpoints.toArray(String[]::new)));
    }

    @Test
    void handsOutWhatIsDueOnceUntilItsLeaseIsOver() {
        String endpoint = endpoint(account());
        due(endpoint, 3);
        assertEquals(3, claim(100, FUTURE).size());
        assertEquals(0, claim(100, FUTURE).size());
        assertEquals(
                0,
                claim(100, FUTURE.plus(DeliveryRepository.LEASE).minusMillis(1)).size());
        assertEquals(3, claim(100, FUTURE.plus(DeliveryRepository.LEASE)).size());
    }

    @Test
    void takesTheOutcomeOfTheLastTokenOnly() {
        String endpoint = endpoint(account());
        due(endpoint, 1);
        ClaimedDelivery late = claim(100, FUTURE).get(0);
        ClaimedDelivery present =
                claim(100, FUTURE.plus(DeliveryRepository.LEASE)).get(0);
        record(late, DeliveryStatus.FAILED);
        assertEquals("pending", status(late.deliveryId()));
        record(present, DeliveryStatus.DELIVERED);
        assertEquals("delivered", status(late.deliveryId()));
        record(present, DeliveryStatus.FAILED);
        assertEquals("delivered", status(late.deliveryId()));
    }

    @Test
    void givesEachAccountItsFirstBeforeAnyGetsItsSecond() {
        String busy = account();
        List<String> many = IntStream.range(0, 5).mapToObj(i -> endpoint(busy)).toList();
        many.forEach(endpoint -> due(endpoint, 20));
        String quiet = endpoint(account());
        due(quiet, 3);
        List<String> claimed = claim(6, FUTURE).stream()
                .map(delivery -> delivery.endpoint().id())
                .toList();
        assertEquals(6, claimed.size());
        assertEquals(3, claimed.stream().filter(quiet::equals).count());
        assertEquals(3, claimed.stream().filter(many::contains).distinct().count());
    }

    @Test
    void givesAnEndpointWhatItHasRoomFor() {
        String account = account();
        String usual = endpoint(account);
        String full = endpoint(account);
        String grown = endpoint(account);
        List.of(usual, full, grown).forEach(endpoint -> due(endpoint, 20));
        Map<String, Long> claimed = deliveries
                .claim(ids.random(), 100, 4, List.of(new Room(full, 0), new Room(grown, 16)), FUTURE)
                .await()
                .indefinitely()
                .stream()
                .collect(Collectors.groupingBy(delivery -> delivery.endpoint().id(), Collectors.counting()));
        assertEquals(Map.of(usual, 4L, grown, 16L), claimed);
    }

    @Test
    void leavesDisabledAndDeletedEndpointsAlone() {
        String account = account();
        String disabled = endpoint(account);
        String deleted = endpoint(account);
        due(disabled, 1);
        due(deleted, 1);
        execute(
                "UPDATE webhook SET enabled = false, disabled_reason = 'gone', disabled_at = now() WHERE id = $1",
                Tuple.of(disabled));
        execute("UPDATE webhook SET deleted_at = now() WHERE id = $1", Tuple.of(deleted));
        assertEquals(0, claim(100, FUTURE).size());
    }

    @Test
    void handsNothingOutTwiceHoweverManyAsk() {
        List<String> all =
                IntStream.range(0, 10).mapToObj(i -> endpoint(account())).toList();
        all.forEach(endpoint -> due(endpoint, 30));
        Set<String> claimed = new HashSet<>();
        while (claimed.size() < 300) {
            List<Uni<List<ClaimedDelivery>>> askers = IntStream.range(0, 8)
                    .mapToObj(i -> deliveries.claim(ids.random(), 20, 16, List.of(), FUTURE))
                    .toList();
            List<List<ClaimedDelivery>> answers =
                    Uni.join().all(askers).andFailFast().await().indefinitely();
            int before = claimed.size();
            answers.stream()
                    .flatMap(List::stream)
                    .forEach(delivery -> assertTrue(claimed.add(delivery.deliveryId()), "handed out twice"));
            assertTrue(claimed.size() > before, "nobody got anything");
        }
    }

    /** What has been delivered is in no index that the claim reads. */
    @Test
    void readsNoTableOfDeliveriesToFindThem() {
        String endpoint = endpoint(account());
        delivered(endpoint, 20_000);
        // the planner believes that nothing waits
        execute("ANALYZE delivery", Tuple.tuple());
        due(endpoint, 50);
        Tuple values = Tuple.of(100, SqlTimes.time(FUTURE), 4, new String[0], new Integer[0], "token")
                .addValue(SqlTimes.time(FUTURE));
        String plan = plan(DeliveryRepository.CLAIM, values);
        assertFalse(plan.contains("Seq Scan on delivery"), plan);
        assertTrue(plan.contains("delivery_waiting"), plan);
        String locked = plan.substring(plan.indexOf("CTE locked"), plan.indexOf("CTE claimed"));
        assertTrue(locked.contains("delivery_pkey") && !locked.contains("delivery_waiting"), plan);
    }

    /** An account may have millions of events that were handed out long ago. */
    @Test
    void looksAtNoEventsButThoseInTheOutbox() {
        Tuple values = Tuple.of(100, SqlTimes.time(FUTURE), OutboxRepository.TYPES, OutboxRepository.GROUPS, "*");
        String plan = plan(OutboxRepository.FAN_OUT, values);
        assertFalse(plan.contains("event_by_account"), plan);
    }

    private String plan(String sql, Tuple values) {
        StringBuilder plan = new StringBuilder();
        pool.preparedQuery("EXPLAIN " + sql)
                .executeAndAwait(values)
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        return plan.toString();
    }

    private List<ClaimedDelivery> claim(int most, Instant now) {
        return deliveries.claim(ids.random(), most, 4, List.of(), now).await().indefinitely().stream()
                .filter(delivery -> endpoints.contains(delivery.endpoint().id()))
                .toList();
    }

    private void record(ClaimedDelivery delivery, DeliveryStatus status) {
        Attempt attempt = new Attempt(FUTURE, Duration.ofMillis(7), new AttemptOutcome.Delivered(200, ""));
        deliveries
                .record(List.of(new Result(delivery, attempt, status, null)))
                .await()
                .indefinitely();
    }

    private String status(String id) {
        return pool.preparedQuery("SELECT status FROM delivery WHERE id = $1")
                .executeAndAwait(Tuple.of(id))
                .iterator()
                .next()
                .getString("status");
    }

    private String account() {
        String id = ids.next(IdKind.ACCOUNT);
        execute(
                "INSERT INTO account (id, name, plan, created_at) VALUES ($1, 'claims', 'unlimited', now())",
                Tuple.of(id));
        return id;
    }

    private String endpoint(String account) {
        String id = ids.next(IdKind.WEBHOOK);
        endpoints.add(id);
        execute(
                "SELECT add_webhook($1, $2, NULL, 'http://127.0.0.1:9/', ARRAY ['message.reaction'], NULL, NULL, $3,"
                        + " true, 100, now())",
                Tuple.of(id, account, secrets.seal(id, WebhookSigner.newSecret())));
        return id;
    }

    private void due(String endpoint, int count) {
        insert(endpoint, count, "'pending', $3::timestamptz - make_interval(secs => n)");
    }

    private void delivered(String endpoint, int count) {
        insert(endpoint, count, "'delivered', CASE WHEN $3::timestamptz IS NULL THEN $3 END");
    }

    private void insert(String endpoint, int count, String statusAndTime) {
        execute(
                "INSERT INTO delivery (id, webhook_id, event_position, event_id, type, event_name, status, due_at,"
                        + " created_at) SELECT 'dlv_' || gen_random_uuid(), $1, 0, 'evt_' || n, 'message.sent',"
                        + " 'message.sent', " + statusAndTime + ", now() FROM generate_series(1, $2) AS n",
                Tuple.of(endpoint, count, SqlTimes.time(FUTURE)));
    }

    private void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).executeAndAwait(values);
    }
}
