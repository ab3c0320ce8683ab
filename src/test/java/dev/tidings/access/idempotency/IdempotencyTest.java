package dev.tidings.access.idempotency;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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

    /** As if the process died right after it made the object: the last statement of each request is never run. */
    @TestFactory
    Stream<DynamicTest> makesNothingTwiceWhenACrashLeftTheAnswerOut() {
        Tenant tenant = Tenant.on("unlimited");
        String connected = tenant.api().connectedSession();
        String hook = tenant.api()
                .post("/v1/webhooks", Map.of("url", "https://127.0.0.1/x", "events", List.of("*")))
                .path("data.webhookId");
        String apiKey = tenant.api()
                .post("/v1/keys", Map.of("name", "old", "scopes", List.of("account:read")))
                .path("data.keyId");
        Map<String, Object> ofKeys = Map.of("name", "new", "scopes", List.of("account:read"));
        Map<String, Object> item = Map.of("type", "text", "to", "14155552671", "text", "x");
        Map<String, Map<String, Object>> operations = new LinkedHashMap<>();
        operations.put("/v1/keys", ofKeys);
        operations.put("/v1/keys/" + apiKey + "/rotate", Map.of("gracePeriodSeconds", 60));
        operations.put("/v1/admin/accounts", Map.of("name", "crash", "plan", "free"));
        operations.put("/v1/admin/accounts/" + tenant.accountId() + "/keys", ofKeys);
        operations.put("/v1/sessions", Map.of("name", "crash"));
        operations.put("/v1/sessions?hook", Map.of("name", "crash", "webhook", "https://127.0.0.1/y"));
        operations.put("/v1/webhooks", Map.of("url", "https://127.0.0.1/z", "events", List.of("*")));
        operations.put("/v1/webhooks/" + hook + "/rotate-secret", Map.of());
        operations.put(
                "/v1/webhooks/" + hook + "/replay",
                Map.of("since", clock.instant().minusSeconds(60).toString()));
        operations.put("/v1/messages/bulk", Map.of("sessionId", connected, "messages", List.of(item)));
        loseLastStatements();
        return operations.entrySet().stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation.getKey(),
                        () -> assertMadeOnce(
                                operation.getKey().contains("admin") ? api : tenant.api(),
                                operation.getKey().replace("?hook", ""),
                                operation.getValue())))
                .onClose(() ->
                        pool.query("DROP TRIGGER lose_answer ON idempotency").executeAndAwait());
    }

    private void assertMadeOnce(Api caller, String path, Map<String, Object> body) {
        String crash = "crash-" + UUID.randomUUID();
        Response first = keyed(caller, crash).body(body).post(path);
        assertTrue(first.statusCode() < 300, first::asString);
        assertFailure(keyed(caller, crash).body(body).post(path), 409, "idempotency_key_in_use");
        clock.advance(Duration.ofSeconds(61));
        Response again = keyed(caller, crash).body(body).post(path);
        again.then().statusCode(first.statusCode()).header("Idempotency-Replayed", equalTo("true"));
        for (String made :
                List.of("keyId", "key", "accountId", "sessionId", "webhook", "webhookId", "secret", "bulkId")) {
            assertEquals(first.<Object>path("data." + made), again.<Object>path("data." + made));
        }
        String stored = pool.preparedQuery("SELECT body FROM idempotency WHERE key = $1")
                .executeAndAwait(Tuple.of(crash))
                .iterator()
                .next()
                .getString(0);
        assertFalse(stored.contains("whsec_") || stored.contains("tdg_"), "a secret in plain text");
    }

    private void loseLastStatements() {
        pool.query("CREATE OR REPLACE FUNCTION lose_answer() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RETURN NULL; END $$")
                .executeAndAwait();
        pool.query("CREATE OR REPLACE TRIGGER lose_answer BEFORE UPDATE ON idempotency FOR EACH ROW"
                        + " WHEN (OLD.key LIKE 'crash-%' AND NEW.locked_until IS NULL) EXECUTE FUNCTION lose_answer()")
                .executeAndAwait();
    }

    @Test
    void givesASecretAgainToItsOwnApiKeyOnly() {
        Tenant tenant = Tenant.on("unlimited");
        Api other = Api.withKey(tenant.key(List.of("keys:write")));
        Map<String, Object> body = Map.of("name", "secret", "scopes", List.of("keys:write"));
        keyed(tenant.api(), key).body(body).post("/v1/keys").then().statusCode(201);
        assertFailure(keyed(other, key).body(body).post("/v1/keys"), 422, "idempotency_key_reused");
    }

    @Test
    void freesTheKeyOfARequestThatIsRefusedForItsBody() {
        assertFailure(keyed(api, key).body("{\"nonsense\":1}").post("/v1/keys"), 400, "invalid_request", "nonsense");
        keyed(api, key)
                .body(Map.of("name", "free", "scopes", List.of("account:read")))
                .post("/v1/keys")
                .then()
                .statusCode(201);
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

    private static RequestSpecification keyed(Api caller, String idempotencyKey) {
        return caller.request().header("Idempotency-Key", idempotencyKey).contentType("application/json");
    }

    private String newSession() {
        return keyed(api, key)
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
