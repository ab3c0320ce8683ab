package dev.tidings.access.idempotency;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyTest {
    @Inject
    Pool pool;

    @Inject
    MovableClock clock;

    @Inject
    IdempotencyCleanupJob expiry;

    private final String key = UUID.randomUUID().toString();
    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @Test
    void answersARepeatedRequestAsTheFirstAndSendsOnce() {
        Response first = send(key, "14155552671");
        first.then().statusCode(200).header("Idempotency-Replayed", nullValue());
        Response again = send("\"" + key + "\"", "14155552671");
        again.then().statusCode(200).header("Idempotency-Replayed", equalTo("true"));
        assertEquals(first.asString(), again.asString());
        assertSentOnce();
    }

    @Test
    void answersTheSameUnderBothPaths() {
        Response first = send(key, "14155552671");
        Response again = api.request()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body("14155552671"))
                .post("/api/v1/messages/text");
        assertEquals(first.asString(), again.asString());
    }

    @Test
    void repeatsTheFailuresThatCameFromTheEngine() {
        Response first = send(key, "14155550001");
        assertFailure(first, 400, "recipient_not_on_whatsapp");
        Response again = send(key, "14155550001");
        assertEquals(first.asString(), again.asString());
        assertSentOnce();
    }

    @Test
    void keepsNoAnswerToWhatChangedNothing() {
        assertFailure(send(key, "me"), 400, "invalid_phone_number");
        send(key, "14155552671").then().statusCode(200);
        String other = UUID.randomUUID().toString();
        String unscanned = session;
        session = api.newSession();
        assertFailure(send(other, "14155552671"), 400, "session_not_connected");
        api.scan(session, null);
        send(other, "14155552671").then().statusCode(200);
        session = unscanned;
    }

    @Test
    void neverSendsAgainWhenACrashLeftTheAnswerOut() {
        Response first = send(key, "14155552671");
        pool.preparedQuery("UPDATE idempotency SET status = NULL, body = NULL, locked_until = now() WHERE key = $1")
                .executeAndAwait(Tuple.of(key));
        clock.advance(Duration.ofSeconds(31));
        Response again = send(key, "14155552671");
        assertEquals(
                first.jsonPath().getString("data.messageId"), again.jsonPath().getString("data.messageId"));
        assertSentOnce();
    }

    @Test
    void makesASessionOnce() {
        String one = newSession();
        assertEquals(one, newSession());
    }

    @Test
    void forgetsKeysAfterADay() {
        Response first = send(key, "14155552671");
        clock.advance(Duration.ofHours(25));
        expiry.run().await().indefinitely();
        pool.preparedQuery("UPDATE message SET idempotency_key = NULL WHERE idempotency_key = $1")
                .executeAndAwait(Tuple.of(key));
        Response again = send(key, "14155552671");
        assertNotEquals(first.asString(), again.asString());
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertFailure(send("k".repeat(256), "14155552671"), 400, "invalid_request", "Idempotency-Key");
        assertFailure(send("\"\"", "14155552671"), 400, "invalid_request", "Idempotency-Key");
    }

    private void assertSentOnce() {
        api.get("/v1/messages?sessionId=" + session).then().body("data", hasSize(1));
    }

    private String newSession() {
        return api.request()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"name\":\"once\"}")
                .post("/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
    }

    private Response send(String idempotencyKey, String to) {
        return api.request()
                .header("Idempotency-Key", idempotencyKey)
                .contentType("application/json")
                .body(body(to))
                .post("/v1/messages/text");
    }

    private String body(String to) {
        return "{\"sessionId\":\"" + session + "\",\"to\":\"" + to + "\",\"text\":\"x\"}";
    }
}
