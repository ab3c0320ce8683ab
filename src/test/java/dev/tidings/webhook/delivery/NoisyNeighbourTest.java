package dev.tidings.webhook.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.event.EventType;
import dev.tidings.support.Api;
import dev.tidings.support.FreePort;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.support.WebhookReceiver.Received;
import dev.tidings.webhook.TestEvents;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of 100 endpoints 10 hang and 10 refuse; the others must hardly notice. */
@Tag("full")
@QuarkusTest
class NoisyNeighbourTest {
    private static final Logger LOG = Logger.getLogger(NoisyNeighbourTest.class);
    private static final int ENDPOINTS = 100;
    private static final int BAD = 20;
    private static final int WINDOWS = 3;
    private static final int EVENTS_OF_A_WINDOW = 10;

    /** Below it nothing is measured but the scheduler of a busy machine. */
    private static final Duration NOISE = Duration.ofMillis(100);

    @Inject
    TestEvents events;

    private final Map<String, Instant> published = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private Api api;
    private String session;

    @Test
    void slowAndDeadEndpointsDoNotSlowOthersDown() throws IOException {
        api = Api.operator();
        session = api.newSession();
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            for (int i = 0; i < ENDPOINTS; i++) {
                ids.add(endpoint(receiver.url("/" + i)));
            }
            Duration warm = window(receiver, 0);
            Duration healthy = publishAndMeasure(receiver, 0);
            int nobody = FreePort.find();
            for (int i = 0; i < BAD / 2; i++) {
                receiver.on("/" + i, WebhookReceiver.hang());
                move(ids.get(BAD / 2 + i), "http://127.0.0.1:" + nobody + "/");
            }
            Duration disturbed = publishAndMeasure(receiver, BAD);
            LOG.infof(
                    "p99 from event to request: %d ms at first, %d ms with all healthy, %d ms with %d of %d bad",
                    warm.toMillis(), healthy.toMillis(), disturbed.toMillis(), BAD, ENDPOINTS);
            Duration allowed = healthy.multipliedBy(2);
            assertTrue(
                    disturbed.compareTo(allowed.compareTo(NOISE) > 0 ? allowed : NOISE) <= 0,
                    "p99 was " + healthy + ", and is " + disturbed);
        } finally {
            ids.forEach(id -> api.delete("/v1/webhooks/" + id));
        }
    }

    /** The median of the p99 of several windows, so that one hiccup of the machine does not decide. */
    private Duration publishAndMeasure(WebhookReceiver receiver, int from) {
        List<Duration> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            windows.add(window(receiver, from));
        }
        LOG.infof("p99 of each window: %s", windows);
        return windows.stream().sorted().toList().get(WINDOWS / 2);
    }

    /** The p99 of the endpoints from the given one on, for events that come evenly. */
    private Duration window(WebhookReceiver receiver, int from) {
        List<String> fresh = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < EVENTS_OF_A_WINDOW; i++) {
            long next = begun + Duration.ofMillis(200).multipliedBy(i).toNanos();
            await().pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO).until(() -> System.nanoTime() >= next);
            Instant now = Instant.now();
            String id = events.publish(session, EventType.MESSAGE_REACTION);
            published.put(id, now);
            fresh.add(id);
        }
        int expected = (ENDPOINTS - from) * EVENTS_OF_A_WINDOW;
        await().atMost(Duration.ofSeconds(30))
                .until(() -> latencies(receiver, fresh, from).size() >= expected);
        List<Duration> sorted =
                latencies(receiver, fresh, from).stream().sorted().toList();
        return sorted.get(sorted.size() * 99 / 100);
    }

    private List<Duration> latencies(WebhookReceiver receiver, List<String> eventIds, int from) {
        return receiver.received().stream()
                .filter(request -> number(request) >= from)
                .filter(request -> eventIds.contains(request.header("webhook-id")))
                .map(request -> Duration.between(published.get(request.header("webhook-id")), request.at()))
                .toList();
    }

    private static int number(Received request) {
        return Integer.parseInt(request.path().substring(1));
    }

    private String endpoint(String url) {
        return api.post("/v1/webhooks", Map.of("url", url, "events", List.of("message.reaction"), "sessionId", session))
                .then()
                .statusCode(201)
                .extract()
                .path("data.webhookId");
    }

    private void move(String id, String url) {
        api.request()
                .contentType("application/json")
                .body(Map.of("url", url))
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(200);
    }
}
