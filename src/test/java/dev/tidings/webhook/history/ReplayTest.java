package dev.tidings.webhook.history;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.core.event.EventType;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.support.WebhookReceiver.Received;
import dev.tidings.webhook.TestEvents;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplayTest {
    @Inject
    TestEvents events;

    @Inject
    MovableClock clock;

    private WebhookReceiver receiver;
    private Api api;
    private String session;
    private String id;
    private Instant begun;

    @BeforeEach
    void open() {
        receiver = WebhookReceiver.start();
        api = Api.operator();
        session = api.newSession();
        id = api.post(
                        "/v1/webhooks",
                        Map.of(
                                "url",
                                receiver.url("/"),
                                "events",
                                List.of("message.status", "message.received"),
                                "sessionId",
                                session))
                .path("data.webhookId");
        begun = clock.instant();
    }

    @AfterEach
    void close() {
        api.delete("/v1/webhooks/" + id);
        receiver.close();
    }

    @Test
    void sendsTheSameEventAgain() {
        events.publish(session, EventType.MESSAGE_SENT);
        String delivery = delivered(1);
        api.post(path() + "/deliveries/" + delivery + "/replay")
                .then()
                .statusCode(200)
                .body("data.deliveryId", equalTo(delivery));
        await().until(() -> receiver.received().size() == 2);
        Received first = receiver.received().get(0);
        Received second = receiver.received().get(1);
        assertEquals(first.header("webhook-id"), second.header("webhook-id"));
        assertArrayEquals(first.body(), second.body());
        await().untilAsserted(() -> api.get(path() + "/deliveries/" + delivery)
                .then()
                .body("data.status", equalTo("delivered"))
                .body("data.attempts.number", equalTo(List.of(1, 2))));
    }

    @Test
    void replaysOnceForOneIdempotencyKey() {
        events.publish(session, EventType.MESSAGE_SENT);
        String replay = path() + "/deliveries/" + delivered(1) + "/replay";
        Response first = api.request().header("Idempotency-Key", id).post(replay);
        first.then().statusCode(200);
        await().until(() -> receiver.received().size() == 2);
        Response again = api.request().header("Idempotency-Key", id).post(replay);
        again.then().statusCode(200).header("Idempotency-Replayed", equalTo("true"));
        assertEquals(first.asString(), again.asString());
        await().during(Duration.ofMillis(300)).until(() -> receiver.received().size() == 2);
    }

    @Test
    void beginsTheScheduleAnew() {
        receiver.on("/", WebhookReceiver.status(410), WebhookReceiver.status(500));
        events.publish(session, EventType.MESSAGE_SENT);
        await().untilAsserted(() -> api.get(path()).then().body("data.disabledReason", equalTo("gone")));
        String delivery = api.get(path() + "/deliveries").path("data[0].deliveryId");
        String replay = path() + "/deliveries/" + delivery + "/replay";
        assertFailure(api.post(replay), 400, "invalid_request");
        enable(true);
        api.post(replay).then().statusCode(200).body("data.status", equalTo("pending"));
        await().untilAsserted(() -> api.get(path() + "/deliveries/" + delivery)
                .then()
                .body("data.attemptCount", equalTo(2))
                .body("data.status", equalTo("pending")));
        Instant next = Instant.parse(api.get(path() + "/deliveries/" + delivery).path("data.nextAttemptAt"));
        assertEquals(5, Duration.between(clock.instant(), next).toSeconds(), 4);
    }

    @Test
    void saysWhenTheEventIsNotKeptAnyMore() {
        String event = events.publish(session, EventType.MESSAGE_SENT);
        String delivery = delivered(1);
        events.forget(event);
        assertFailure(api.post(path() + "/deliveries/" + delivery + "/replay"), 404, "resource_not_found")
                .body("error.details.reason", equalTo("the event of this delivery is not kept any more"));
        assertFailure(
                replay(Map.of("since", clock.instant().minus(Duration.ofDays(8)).toString())),
                400,
                "invalid_request",
                "since");
    }

    @Test
    void bringsWhatWasMissedWhileItWasDisabled() {
        events.publish(session, EventType.MESSAGE_SENT);
        delivered(1);
        enable(false);
        String missed = events.publish(session, EventType.MESSAGE_RECEIVED);
        events.publish(session, EventType.SESSION_QR);
        assertFailure(replay(Map.of("since", begun.toString())), 400, "invalid_request");
        enable(true);

        replay(Map.of("since", begun.toString(), "onlyFailed", true))
                .then()
                .statusCode(200)
                .body("data.replayed", equalTo(1))
                .body("data.nextSince", nullValue());
        delivered(2);
        assertEquals(missed, receiver.received().get(1).header("webhook-id"));

        replay(Map.of("since", begun.toString())).then().body("data.replayed", equalTo(2));
        delivered(4);
        replay(Map.of("since", begun.toString(), "events", List.of("message.sent")))
                .then()
                .body("data.replayed", equalTo(1));
        delivered(5);
        replay(Map.of("since", begun.toString(), "events", List.of("session.status")))
                .then()
                .body("data.replayed", equalTo(0));
        replay(Map.of("since", begun.toString(), "until", begun.plusMillis(1).toString(), "onlyFailed", true))
                .then()
                .body("data.replayed", equalTo(0));
    }

    @Test
    void bringsWhatFailed() {
        receiver.on("/", WebhookReceiver.status(410), WebhookReceiver.status(200));
        events.publish(session, EventType.MESSAGE_SENT);
        await().untilAsserted(() -> api.get(path()).then().body("data.disabledReason", equalTo("gone")));
        enable(true);
        replay(Map.of("since", begun.toString(), "onlyFailed", true)).then().body("data.replayed", equalTo(1));
        delivered(2);
        assertEquals(
                "delivered", api.get(path() + "/deliveries?status=delivered").path("data[0].status"));
        assertEquals(List.of(), api.get(path() + "/deliveries?status=failed").path("data"));
        Response any = api.get(path() + "/deliveries?status=failed&status=delivered&event=message.status&event=*");
        assertEquals("delivered", any.path("data[0].status"));
    }

    @Test
    void asksForATimeAndKnownEvents() {
        assertFailure(replay(Map.of()), 400, "missing_required_parameter", "since");
        assertFailure(replay(Map.of("since", "yesterday")), 400, "invalid_request", "since");
        assertFailure(
                replay(Map.of("since", begun.toString(), "until", begun.toString())), 400, "invalid_request", "until");
        assertFailure(
                replay(Map.of("since", begun.toString(), "events", List.of("x"))),
                400,
                "invalid_webhook_event",
                "events[0]");
        assertFailure(api.get(path() + "/deliveries?event=x"), 400, "invalid_webhook_event", "event");
        assertFailure(api.get(path() + "/deliveries?status=lost"), 400, "invalid_request", "status");
        assertFailure(api.get(path() + "/deliveries?since=x"), 400, "invalid_parameter_type", "since");
    }

    @Test
    void listsDeliveriesPageByPage() {
        for (int i = 0; i < 5; i++) {
            events.publish(session, EventType.MESSAGE_SENT);
        }
        delivered(5);
        Response first = api.get(path() + "/deliveries?limit=3");
        Response second = api.get(path() + "/deliveries?limit=3&cursor=" + first.path("page.nextCursor"));
        Map<String, Boolean> seen = new HashMap<>();
        first.<List<String>>path("data.deliveryId").forEach(each -> seen.put(each, true));
        second.<List<String>>path("data.deliveryId").forEach(each -> seen.put(each, true));
        assertEquals(5, seen.size());
        api.get(path() + "/deliveries?since=" + clock.instant().plusSeconds(60))
                .then()
                .body("data", equalTo(List.of()));
    }

    private String path() {
        return "/v1/webhooks/" + id;
    }

    private Response replay(Map<String, Object> body) {
        return api.post(path() + "/replay", body);
    }

    private void enable(boolean enabled) {
        api.request()
                .contentType("application/json")
                .body(Map.of("enabled", enabled))
                .patch(path())
                .then()
                .statusCode(200);
    }

    /** Waits until so many requests came and nothing waits; returns the id of the newest delivery. */
    private String delivered(int requests) {
        await().untilAsserted(() -> {
            assertEquals(requests, receiver.received().size());
            assertEquals(
                    List.of(), api.get(path() + "/deliveries?status=pending").path("data"));
        });
        return api.get(path() + "/deliveries").path("data[0].deliveryId");
    }
}
