package dev.tidings.access.idempotency;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.LogCapture;
import dev.tidings.support.RawHttp;
import dev.tidings.support.Tenant;
import dev.tidings.support.WebhookReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that close the connection before they are answered. */
@QuarkusTest
class AbandonedRequestTest {
    /** Answers after 3 s. */
    private static final String SLOW = "14155550004";

    private static final Duration LONG = Duration.ofSeconds(15);

    @Inject
    Pool pool;

    private final String key = UUID.randomUUID().toString();
    private Tenant tenant;
    private Api api;
    private String session;

    @BeforeEach
    void open() {
        tenant = Tenant.on("unlimited");
        api = tenant.api();
        session = api.connectedSession();
    }

    @Test
    void aSendThatBeganEndsAndItsAnswerIsRepeated() {
        String body = text(SLOW);
        RawHttp client = begin("/v1/messages/text", body, key);
        awaitMessages(1);
        client.close();
        assertFailure(repeat("/v1/messages/text", body), 409, "idempotency_key_in_use", "Idempotency-Key");
        assertEquals("1", repeat("/v1/messages/text", body).header("Retry-After"));
        Response first = awaitFirstAnswer("/v1/messages/text", body, 200);
        assertEquals("sent", first.path("data.status"));
        awaitMessages(1);
    }

    @Test
    void aSendThatWaitsForItsTurnIsDroppedAndItsKeyIsFreeAtOnce() {
        try (RawHttp slow = begin("/v1/messages/text", text(SLOW), null)) {
            awaitMessages(1);
            RawHttp client = begin("/v1/messages/text", text("14155552671"), key);
            awaitKeys(1);
            client.close();
            awaitKeys(0);
            awaitMessages(1);
            assertEquals(200, slow.receive().status());
        }
        Response again = repeat("/v1/messages/text", text("14155552671"));
        assertEquals(200, again.statusCode());
        assertNull(again.header("Idempotency-Replayed"));
        awaitMessages(2);
    }

    @Test
    void aSendWhoseFileIsOnItsWayIsDroppedAndItsKeyIsFreeAtOnce() {
        try (WebhookReceiver host = WebhookReceiver.start().on("/cat.png", WebhookReceiver.hang())) {
            String body = "{\"sessionId\":\"" + session
                    + "\",\"to\":\"14155552671\",\"mediaType\":\"image\",\"media\":\"" + host.url("/cat.png") + "\"}";
            RawHttp client = begin("/v1/messages/media", body, key);
            await().until(() -> host.received("/cat.png").size() == 1);
            client.close();
            awaitKeys(0);
            awaitMessages(0);
        }
    }

    @Test
    void aWebhookThatIsBeingVerifiedIsMadeAndItsAnswerIsRepeated() {
        try (WebhookReceiver receiver = WebhookReceiver.start().on("/", WebhookReceiver.after(1000))) {
            String body = "{\"url\":\"" + receiver.url("/") + "\",\"events\":[\"*\"],\"verify\":true}";
            RawHttp client = begin("/v1/webhooks", body, key);
            await().until(() -> receiver.received("/").size() == 1);
            client.close();
            assertFailure(repeat("/v1/webhooks", body), 409, "idempotency_key_in_use");
            awaitFirstAnswer("/v1/webhooks", body, 201);
            api.get("/v1/webhooks").then().body("data", hasSize(1));
        }
    }

    /** At any moment, the operation is done or it is not, and the same request finds out. */
    @Test
    void everyOperationIsDoneOnceWheneverItsClientLeaves() {
        Api operator = Api.operator();
        Map<String, String> operations = Map.of(
                "/v1/keys",
                "{\"name\":\"gone\",\"scopes\":[\"account:read\"]}",
                "/v1/admin/accounts",
                "{\"name\":\"" + key + "\",\"plan\":\"free\"}",
                "/v1/admin/accounts/" + tenant.accountId() + "/keys",
                "{\"name\":\"gone\",\"scopes\":[\"account:read\"]}",
                "/v1/webhooks",
                "{\"url\":\"https://127.0.0.1/x\",\"events\":[\"*\"]}",
                "/v1/sessions",
                "{\"name\":\"gone\"}",
                "/v1/messages/bulk",
                "{\"sessionId\":\"" + session
                        + "\",\"messages\":[{\"type\":\"text\",\"to\":\"14155552671\",\"text\":\"x\"}]}");
        try (LogCapture log = LogCapture.start()) {
            operations.forEach((path, body) -> {
                Api caller = path.contains("admin") ? operator : api;
                for (int millis = 0; millis < 12; millis += 2) {
                    String once = UUID.randomUUID().toString();
                    RawHttp client = begin(caller, path, body, once);
                    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
                    client.close();
                    await(path + " after " + millis + " ms").atMost(LONG).until(() -> {
                        Response answer = repeat(caller, path, body, once);
                        if (answer.statusCode() != 201) {
                            assertFailure(answer, 409, "idempotency_key_in_use");
                        }
                        return answer.statusCode() == 201;
                    });
                }
            });
            assertEquals(List.of(), log.errors());
            assertTrue(log.lines().stream().noneMatch(line -> line.message().contains("after its client had left")));
        }
        api.get("/v1/sessions").then().body("data", hasSize(7));
        api.get("/v1/webhooks").then().body("data", hasSize(6));
        // one to call with, six made by an operator, six by the account itself
        api.get("/v1/keys").then().body("data", hasSize(13));
        api.get("/v1/messages?sessionId=" + session).then().body("data", hasSize(6));
    }

    @Test
    void readingLeavesNothingInTheLog() {
        try (LogCapture log = LogCapture.start()) {
            for (String path : List.of("/v1/keys", "/v1/account", "/v1/webhooks", "/v1/events", "/v1/sessions")) {
                for (int millis = 0; millis < 6; millis += 2) {
                    RawHttp client = new RawHttp(RestAssured.port)
                            .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + api.key()
                                    + "\r\n\r\n");
                    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
                    client.close();
                }
                api.get(path).then().statusCode(200);
            }
            assertEquals(List.of(), log.errors());
        }
    }

    @Test
    void anOperationHoldsItsPlaceUntilItIsOver() {
        tenant.change(Map.of("overrides", Map.of("concurrentRequests", 1)));
        await().untilAsserted(() -> api.get("/v1/account").then().body("data.limits.concurrentRequests", equalTo(1)));
        RawHttp client = begin("/v1/messages/text", text(SLOW), key);
        await().until(() -> countMessages() == 1);
        client.close();
        await().during(Duration.ofSeconds(1)).until(() -> api.get("/v1/account").statusCode() == 429);
        await().atMost(LONG).until(() -> api.get("/v1/account").statusCode() == 200);
        assertEquals(
                "sent", awaitFirstAnswer("/v1/messages/text", text(SLOW), 200).path("data.status"));
    }

    private String text(String to) {
        return "{\"sessionId\":\"" + session + "\",\"to\":\"" + to + "\",\"text\":\"x\"}";
    }

    private RawHttp begin(String path, String body, String idempotencyKey) {
        return begin(api, path, body, idempotencyKey);
    }

    private static RawHttp begin(Api caller, String path, String body, String idempotencyKey) {
        String header = idempotencyKey == null ? "" : "Idempotency-Key: " + idempotencyKey + "\r\n";
        return new RawHttp(RestAssured.port)
                .send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + caller.key() + "\r\n"
                        + header + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    private Response repeat(String path, String body) {
        return repeat(api, path, body, key);
    }

    private static Response repeat(Api caller, String path, String body, String idempotencyKey) {
        return caller.request()
                .header("Idempotency-Key", idempotencyKey)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private Response awaitFirstAnswer(String path, String body, int status) {
        Response answer = await().atMost(LONG).until(() -> repeat(path, body), it -> it.statusCode() == status);
        assertEquals("true", answer.header("Idempotency-Replayed"));
        return answer;
    }

    private void awaitMessages(int count) {
        await().untilAsserted(() -> assertEquals(count, countMessages()));
    }

    private long countMessages() {
        return count("SELECT count(*) FROM message WHERE session_id = $1", session);
    }

    private void awaitKeys(int count) {
        await().untilAsserted(() -> assertEquals(count, count("SELECT count(*) FROM idempotency WHERE key = $1", key)));
    }

    private long count(String sql, String value) {
        return pool.preparedQuery(sql)
                .executeAndAwait(Tuple.of(value))
                .iterator()
                .next()
                .getLong(0);
    }
}
