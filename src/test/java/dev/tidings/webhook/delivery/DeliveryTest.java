package dev.tidings.webhook.delivery;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.event.EventType;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.support.WebhookReceiver.Received;
import dev.tidings.support.WebhookReceiver.Script;
import dev.tidings.webhook.TestEvents;
import dev.tidings.webhook.Verify;
import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.history.WebhookRetentionJob;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an event to the endpoint, and what becomes of it. Endpoints are bound to the test's own session. */
@QuarkusTest
class DeliveryTest {
    @Inject
    TestEvents events;

    @Inject
    MovableClock clock;

    @Inject
    DeliveryDispatcher dispatcher;

    @Inject
    WebhookRetentionJob retentionJob;

    @Inject
    Pool pool;

    private WebhookReceiver receiver;
    private Api api;
    private String session;
    private String id;
    private String secret;

    @BeforeEach
    void open() {
        receiver = WebhookReceiver.start();
        api = Api.operator();
        session = api.newSession();
    }

    @AfterEach
    void close() {
        if (id != null) {
            api.delete("/v1/webhooks/" + id);
        }
        receiver.close();
    }

    @Test
    void bringsAnEventSignedToTheEndpointThatAskedForIt() {
        subscribe("message.received");
        String event = events.publish(session, EventType.MESSAGE_RECEIVED, "{\"n\" : 1.50, \"text\": \"ü\"}");
        Received request = first();
        assertEquals(event, request.header("webhook-id"));
        Verify.with(secret, request);
        assertTrue(
                request.text()
                        .matches("\\{\"id\":\"" + event + "\",\"event\":\"message.received\",\"timestamp\":\"[^\"]+Z\","
                                + "\"sessionId\":\"" + session
                                + "\",\"sequence\":\\d+,\"data\":\\{\"n\":1.5,\"text\":\"ü\"}}"),
                request.text());
        awaitStatus("delivered");
        String delivery = deliveries().path("data[0].deliveryId");
        api.get("/v1/webhooks/" + id + "/deliveries/" + delivery)
                .then()
                .body("data.eventId", equalTo(event))
                .body("data.attemptCount", equalTo(1))
                .body("data.nextAttemptAt", nullValue())
                .body("data.attempts", hasSize(1))
                .body("data.attempts[0].number", equalTo(1))
                .body("data.attempts[0].httpStatus", equalTo(200))
                .body("data.attempts[0].error", nullValue())
                .body("data.attempts[0].response", equalTo(""));
    }

    @Test
    void bringsWhatWasAskedForAndNothingElse() {
        subscribe("message.status", "session.connected");
        String sent = events.publish(session, EventType.MESSAGE_SENT);
        events.publish(session, EventType.MESSAGE_RECEIVED);
        events.publish(session, EventType.SESSION_FAILED);
        events.publish(api.newSession(), EventType.MESSAGE_SENT);
        String connected = events.publish(session, EventType.SESSION_CONNECTED);
        await().until(() -> receiver.received().size() == 2);
        Map<String, String> names = new HashMap<>();
        receiver.received()
                .forEach(request -> names.put(
                        request.header("webhook-id"), request.text().replaceAll(".*\"event\":\"([^\"]+)\".*", "$1")));
        assertEquals(Map.of(sent, "message.status", connected, "session.connected"), names);
        deliveries("event=message.sent")
                .then()
                .body("data", hasSize(1))
                .body("data[0].event", equalTo("message.status"))
                .body("data[0].type", equalTo("message.sent"));
        deliveries("event=message.status").then().body("data", hasSize(1));
        deliveries("event=session.status").then().body("data", hasSize(1));
        deliveries("event=message.reaction").then().body("data", hasSize(0));
    }

    @Test
    void bringsAllEventsUnderTheirOwnNames() {
        subscribe("*");
        String event = events.publish(session, EventType.MESSAGE_SENT);
        await().until(() -> receiver.received().stream()
                .anyMatch(
                        request -> request.text().startsWith("{\"id\":\"" + event + "\",\"event\":\"message.sent\"")));
    }

    @Test
    void bringsNothingToADisabledEndpoint() {
        subscribe("message.status");
        patch(Map.of("enabled", false));
        events.publish(session, EventType.MESSAGE_SENT);
        await().until(() ->
                pool.query("SELECT 1 FROM event_outbox").executeAndAwait().size() == 0);
        deliveries().then().body("data", hasSize(0));
    }

    @Test
    void triesAgainWithTheSameBytesUntilItIsTaken() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(500, Map.of(), "no"), WebhookReceiver.hangUp(), ok());
        events.publish(session, EventType.MESSAGE_SENT);
        awaitAttempts(1);
        deliveries()
                .then()
                .body("data[0].status", equalTo("pending"))
                .body("data[0].httpStatus", equalTo(500))
                .body("data[0].error", equalTo("The endpoint answered 500 instead of 2xx."));
        pass(Duration.ofSeconds(7));
        awaitAttempts(2);
        pass(Duration.ofMinutes(7));
        awaitStatus("delivered");
        List<Received> requests = receiver.received();
        assertEquals(3, requests.size());
        for (Received request : requests) {
            assertArrayEquals(requests.get(0).body(), request.body());
            assertEquals(requests.get(0).header("webhook-id"), request.header("webhook-id"));
            Verify.with(secret, request);
        }
        Response detail =
                api.get("/v1/webhooks/" + id + "/deliveries/" + deliveries().path("data[0].deliveryId"));
        detail.then()
                .body("data.attempts.number", equalTo(List.of(1, 2, 3)))
                .body("data.attempts[0].response", equalTo("no"))
                .body(
                        "data.attempts[1].error",
                        equalTo("The host closed the connection before its answer was complete."))
                .body("data.attempts[1].httpStatus", nullValue())
                .body("data.error", nullValue());
    }

    @Test
    void givesUpAfterNineRetries() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(500));
        events.publish(session, EventType.MESSAGE_SENT);
        for (int attempts = 1; attempts <= 9; attempts++) {
            awaitAttempts(attempts);
            // the longest step with its jitter, and less than the patience with the endpoint in all
            pass(attempts < 9 ? step(attempts) : Duration.ofHours(29));
        }
        awaitStatus("failed");
        deliveries().then().body("data[0].attemptCount", equalTo(10)).body("data[0].nextAttemptAt", nullValue());
        assertEquals(10, receiver.received().size());
        api.get("/v1/webhooks/" + id).then().body("data.enabled", equalTo(true));
    }

    @Test
    void waitsForAsLongAsItIsAsked() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(503, Map.of("Retry-After", "9"), ""), ok());
        events.publish(session, EventType.MESSAGE_SENT);
        awaitAttempts(1);
        pass(Duration.ofSeconds(8));
        dispatcher.wake();
        awaitAttempts(1);
        pass(Duration.ofSeconds(2));
        awaitStatus("delivered");
    }

    @Test
    void disablesAnEndpointThatSaysThatItIsGone() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(410));
        events.publish(session, EventType.MESSAGE_SENT);
        awaitStatus("failed");
        awaitDisabled("gone");
        patch(Map.of("enabled", true));
        receiver.on("/", ok());
        events.publish(session, EventType.MESSAGE_DELIVERED);
        await().until(() -> receiver.received().size() == 2);
    }

    @Test
    void disablesAnEndpointAfterFiveDaysOfFailures() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(500));
        events.publish(session, EventType.MESSAGE_SENT);
        awaitAttempts(1);
        api.get("/v1/webhooks/" + id).then().body("data.failingSince", notNullValue());
        pass(Duration.ofDays(5));
        awaitDisabled("failing");
        events.publish(session, EventType.MESSAGE_DELIVERED);
        pass(Duration.ofDays(1));
        retentionJob.abandon().await().indefinitely();
        deliveries()
                .then()
                .body("data", hasSize(1))
                .body("data[0].status", equalTo("failed"))
                .body("data[0].error", equalTo("The webhook is disabled."));
        patch(Map.of("enabled", true)).then().body("data.failingSince", nullValue());
    }

    @Test
    void oneSuccessBeginsTheCountAnew() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(500), ok(), WebhookReceiver.status(500));
        events.publish(session, EventType.MESSAGE_SENT);
        awaitAttempts(1);
        pass(Duration.ofDays(4));
        awaitStatus("delivered");
        api.get("/v1/webhooks/" + id).then().body("data.failingSince", nullValue());
        events.publish(session, EventType.MESSAGE_SENT);
        await().until(() -> receiver.received().size() == 3);
        pass(Duration.ofDays(2));
        await().until(() -> receiver.received().size() == 4);
        api.get("/v1/webhooks/" + id).then().body("data.enabled", equalTo(true));
    }

    @Test
    void keepsTheStartOfWhatWasAnswered() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(200, Map.of(), "\u0000" + "x".repeat(20_000)));
        events.publish(session, EventType.MESSAGE_SENT);
        awaitStatus("delivered");
        String response = api.get(
                        "/v1/webhooks/" + id + "/deliveries/" + deliveries().path("data[0].deliveryId"))
                .path("data.attempts[0].response");
        assertEquals("\uFFFD" + "x".repeat(16 * 1024 - 1), response);
    }

    @Test
    void bringsTheLastEventOfADeletedSession() {
        subscribe("session.logged_out");
        receiver.on("/", WebhookReceiver.status(500), ok());
        api.delete("/v1/sessions/" + session);
        await().until(() -> receiver.received().size() == 1);
        assertTrue(receiver.received().get(0).text().contains("\"event\":\"session.logged_out\""));
        clock.advance(Duration.ofMinutes(5));
        dispatcher.wake();
        await().until(() -> receiver.received().size() == 2);
        clock.advance(Duration.ofMinutes(11));
        await().untilAsserted(() -> {
            retentionJob.remove().await().indefinitely();
            assertEquals(
                    0,
                    pool.preparedQuery("SELECT 1 FROM webhook WHERE id = $1 AND deleted_at IS NULL")
                            .executeAndAwait(Tuple.of(id))
                            .size());
        });
        clock.advance(Duration.ofMinutes(11));
        retentionJob.remove().await().indefinitely();
        assertEquals(
                0,
                pool.preparedQuery("SELECT 1 FROM delivery WHERE webhook_id = $1")
                        .executeAndAwait(Tuple.of(id))
                        .size());
    }

    @Test
    void forgetsDeliveriesAfterThirtyDays() {
        subscribe("message.status");
        events.publish(session, EventType.MESSAGE_SENT);
        awaitStatus("delivered");
        String delivery = deliveries().path("data[0].deliveryId");
        pass(Duration.ofDays(29));
        retentionJob.remove().await().indefinitely();
        deliveries().then().body("data", hasSize(1));
        pass(Duration.ofDays(2));
        retentionJob.remove().await().indefinitely();
        deliveries().then().body("data", hasSize(0));
        assertEquals(
                0,
                pool.preparedQuery("SELECT 1 FROM delivery_attempt WHERE delivery_id = $1")
                        .executeAndAwait(Tuple.of(delivery))
                        .size());
    }

    @Test
    void isCountedWithoutSayingWhere() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(500), ok());
        events.publish(session, EventType.MESSAGE_SENT);
        awaitAttempts(1);
        retentionJob.count().await().indefinitely();
        assertTrue(metric("tidings_webhook_backlog") >= 1);
        pass(Duration.ofSeconds(7));
        awaitStatus("delivered");
        assertTrue(metric("tidings_webhook_deliveries_total{result=\"rejected\"}") >= 1);
        assertTrue(metric("tidings_webhook_deliveries_total{result=\"delivered\"}") >= 1);
        assertTrue(metric("tidings_webhook_latency_seconds_count") >= 1);
        assertTrue(metric("tidings_webhook_oldest_due_seconds") >= 0);
        String all = RestAssured.get("/q/metrics").asString();
        assertFalse(all.contains(Integer.toString(receiver.port())));
        assertFalse(all.contains(id));
    }

    @Test
    void endsADeliveryWhoseEventIsNotKeptAnyMore() {
        subscribe("message.status");
        receiver.on("/", WebhookReceiver.status(500));
        String event = events.publish(session, EventType.MESSAGE_SENT);
        awaitAttempts(1);
        events.forget(event);
        pass(Duration.ofSeconds(7));
        awaitStatus("failed");
        deliveries().then().body("data[0].error", equalTo("The event is not kept any more."));
        assertEquals(1, receiver.received().size());
    }

    private static double metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private void subscribe(String... names) {
        Response made = api.post(
                "/v1/webhooks", Map.of("url", receiver.url("/"), "events", List.of(names), "sessionId", session));
        made.then().statusCode(201);
        id = made.path("data.webhookId");
        secret = made.path("data.secret");
    }

    private static Script ok() {
        return WebhookReceiver.status(200);
    }

    private Received first() {
        await().until(() -> !receiver.received().isEmpty());
        return receiver.received().get(0);
    }

    private Response patch(Map<String, Object> body) {
        return api.request().contentType("application/json").body(body).patch("/v1/webhooks/" + id);
    }

    private Response deliveries() {
        return deliveries("limit=20");
    }

    private Response deliveries(String query) {
        return api.get("/v1/webhooks/" + id + "/deliveries?" + query);
    }

    private void awaitStatus(String status) {
        await().untilAsserted(() -> deliveries().then().body("data[0].status", equalTo(status)));
    }

    private void awaitAttempts(int count) {
        await().untilAsserted(() -> deliveries().then().body("data[0].attemptCount", equalTo(count)));
    }

    private void awaitDisabled(String reason) {
        await().untilAsserted(() -> api.get("/v1/webhooks/" + id)
                .then()
                .body("data.enabled", equalTo(false))
                .body("data.disabledReason", equalTo(reason)));
    }

    private void pass(Duration time) {
        clock.advance(time);
        dispatcher.wake();
    }

    /** More than the step, less than the next one. */
    private static Duration step(int failed) {
        return new RetrySchedule(() -> 1)
                .next(failed, new AttemptOutcome.TimedOut())
                .orElseThrow()
                .plusSeconds(1);
    }
}
