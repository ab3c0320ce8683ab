package dev.tidings.webhook.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.core.event.EventSignal;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.egress.CallLimits;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.platform.sql.SqlTimes;
import dev.tidings.support.Api;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.webhook.TestEvents;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Measures deliveries: {@code ./mvnw test -Dtest=WebhookBench}, which no other run includes. */
@QuarkusTest
class WebhookBench {
    private static final int DELIVERIES = Integer.getInteger("bench.deliveries", 20_000);
    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int ENDPOINTS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Inject
    GuardedHttpClient http;

    @Inject
    TestEvents events;

    @Inject
    EventSignal signal;

    @Inject
    Pool pool;

    @Inject
    Clock clock;

    /** Deliveries a second to fast receivers, beside what the same client does with the same bodies and no database. */
    @Test
    void throughput() {
        Api api = Api.operator();
        String session = api.newSession();
        String data = "{\"messageId\":\"" + "x".repeat(30) + "\",\"content\":{\"text\":\"" + "x".repeat(400) + "\"}}";
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            for (int warm = 0; warm < 2; warm++) {
                raw(receiver.url("/raw"), data);
            }
            double raw = raw(receiver.url("/raw"), data);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < ENDPOINTS; i++) {
                ids.add(api.post(
                                "/v1/webhooks",
                                Map.of(
                                        "url",
                                        receiver.url("/" + i),
                                        "events",
                                        List.of("message.reaction"),
                                        "sessionId",
                                        session))
                        .path("data.webhookId"));
            }
            delivered(session, data);
            double delivered = delivered(session, data);
            System.out.printf(
                    Locale.ROOT, "BENCH raw %.0f/s, delivered %.0f/s, ratio %.2f%n", raw, delivered, delivered / raw);
            ids.forEach(id -> api.delete("/v1/webhooks/" + id));
        }
    }

    /** The median from the publishing of an event to the arrival of its request, one at a time. */
    @Test
    void latency() {
        Api api = Api.operator();
        String session = api.newSession();
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            String id = api.post(
                            "/v1/webhooks",
                            Map.of(
                                    "url",
                                    receiver.url("/"),
                                    "events",
                                    List.of("message.reaction"),
                                    "sessionId",
                                    session))
                    .path("data.webhookId");
            List<Long> micros = new ArrayList<>();
            for (int i = 0; i < 220; i++) {
                int before = receiver.received().size();
                Instant begun = Instant.now();
                events.publish(session, EventType.MESSAGE_REACTION);
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> receiver.received().size() > before);
                micros.add(
                        Duration.between(begun, receiver.received().get(before).at())
                                        .toNanos()
                                / 1000);
            }
            List<Long> sorted =
                    micros.subList(20, micros.size()).stream().sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "BENCH event to request: median %.1f ms, p99 %.1f ms%n",
                    sorted.get(sorted.size() / 2) / 1000.0,
                    sorted.get(sorted.size() * 99 / 100) / 1000.0);
            api.delete("/v1/webhooks/" + id);
        }
    }

    /** How the claim finds what is due beside a month of deliveries: {@code -Dbench.rows=5000000}. */
    @Test
    void claimBesideMillions() {
        Api api = Api.operator();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            ids.add(api.post(
                            "/v1/webhooks", Map.of("url", "http://127.0.0.1:9/", "events", List.of("message.reaction")))
                    .path("data.webhookId"));
        }
        String[] all = ids.toArray(String[]::new);
        for (int done = 0; done < ROWS; done += 250_000) {
            insert(all, 250_000, "'delivered', NULL");
        }
        insert(all, 1_000, "'pending', '2998-01-01'::timestamptz");
        pool.query("VACUUM ANALYZE delivery").executeAndAwait();
        Instant future = Instant.parse("2999-01-01T00:00:00Z");
        for (int turn = 0; turn < 3; turn++) {
            pool.preparedQuery("EXPLAIN (ANALYZE, BUFFERS) " + DeliveryRepository.CLAIM)
                    .executeAndAwait(Tuple.of(100, SqlTimes.time(future), 16, new String[0], new Integer[0], "bench")
                            .addValue(SqlTimes.time(future.plusSeconds(30))))
                    .forEach(row -> System.out.println("PLAN " + row.getString(0)));
        }
        ids.forEach(id -> api.delete("/v1/webhooks/" + id));
    }

    private void insert(String[] ids, int rows, String statusAndTime) {
        String sql = "INSERT INTO delivery (id, webhook_id, event_position, event_id, type, event_name, status, due_at,"
                + " created_at) SELECT 'dlv_' || gen_random_uuid(), ($1::text[])[1 + n % $3], 0, 'evt_' || n,"
                + " 'message.sent', 'message.sent', " + statusAndTime + ", now() FROM generate_series(1, $2) AS n";
        pool.preparedQuery(sql).executeAndAwait(Tuple.of(ids, rows, ids.length));
    }

    private double raw(String url, String data) {
        Buffer body = Buffer.buffer(data);
        CallLimits limits = CallLimits.within(Duration.ofSeconds(5), 16 * 1024);
        long begun = System.nanoTime();
        Multi.createFrom()
                .range(0, DELIVERIES)
                .onItem()
                .transformToUni(i -> http.post(url, Map.of(), body, limits))
                .merge(256)
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);
        return perSecond(begun);
    }

    private double delivered(String session, String data) {
        long before = count(session);
        pool.preparedQuery(
                        "SELECT publish_event('acc_00000000000000000000000000', $1, 'message.reaction', $2::text::json,"
                                + " $3) FROM generate_series(1, $4)")
                .executeAndAwait(Tuple.of(session, data, SqlTimes.time(clock.instant()), DELIVERIES / ENDPOINTS));
        long begun = System.nanoTime();
        signal.raise();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> count(session) - before >= DELIVERIES);
        double rate = perSecond(begun);
        assertEquals(DELIVERIES, count(session) - before);
        return rate;
    }

    private long count(String session) {
        return pool.preparedQuery("SELECT count(*) AS n FROM delivery JOIN webhook ON webhook.id = webhook_id"
                        + " WHERE session_id = $1 AND status = 'delivered'")
                .executeAndAwait(Tuple.of(session))
                .iterator()
                .next()
                .getLong("n");
    }

    private static double perSecond(long begun) {
        return DELIVERIES / (Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0);
    }
}
