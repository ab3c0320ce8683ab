package dev.tidings.webhook.endpoint;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.access.auth.TestKeys;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.Tenant;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.webhook.Verify;
import dev.tidings.webhook.history.WebhookRetentionJob;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WebhookTest {
    private static final String URL = "http://127.0.0.1:9/hook";

    @Inject
    TestKeys keys;

    @Inject
    Pool pool;

    @Inject
    MovableClock clock;

    @Inject
    WebhookRetentionJob retentionJob;

    private WebhookReceiver receiver;
    private Api api;

    @BeforeEach
    void open() {
        receiver = WebhookReceiver.start();
        api = Api.withKey(keys.ofAnotherAccount());
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void showsItsSecretOnceOnly() {
        Response made = create(Map.of("url", URL, "events", List.of("message.received", "message.status")));
        made.then()
                .statusCode(201)
                .body("data.webhookId", matchesPattern("webhook_[0-9a-z]{26}"))
                .body("data.secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .body("data.url", equalTo(URL))
                .body("data.events", equalTo(List.of("message.received", "message.status")))
                .body("data.enabled", equalTo(true))
                .body("data.sessionId", nullValue());
        String id = made.path("data.webhookId");
        api.get("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("data.webhookId", equalTo(id))
                .body("data", not(hasKey("secret")));
        api.get("/v1/webhooks").then().body("data", hasSize(1)).body("data[0]", not(hasKey("secret")));
    }

    @Test
    void storesNoSecretInPlainText() {
        String id = create(Map.of("url", URL, "events", List.of("*"), "headers", Map.of("Authorization", "Bearer abc")))
                .path("data.webhookId");
        Row row = pool.preparedQuery("SELECT secret, headers FROM webhook WHERE id = $1")
                .executeAndAwait(Tuple.of(id))
                .iterator()
                .next();
        assertTrue(row.getString("secret").startsWith("v1."), row.getString("secret"));
        assertTrue(row.getString("headers").startsWith("v1."), row.getString("headers"));
    }

    @Test
    void aRepeatedCreationGetsTheSameSecretWhichIsKeptInNoPlainText() {
        Map<String, Object> body = Map.of("url", URL, "events", List.of("*"));
        Response first = api.request()
                .header("Idempotency-Key", "hook")
                .contentType("application/json")
                .body(body)
                .post("/v1/webhooks");
        Response second = api.request()
                .header("Idempotency-Key", "hook")
                .contentType("application/json")
                .body(body)
                .post("/v1/webhooks");
        assertEquals(first.asString(), second.asString());
        assertEquals("true", second.header("Idempotency-Replayed"));
        assertFalse(pool.query("SELECT body FROM idempotency WHERE key = 'hook'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString("body")
                .contains("whsec_"));
    }

    @Test
    void isChangedFieldByField() {
        String id = created(Map.of("url", URL, "events", List.of("*"), "description", "CRM"));
        patch(id, Map.of("events", List.of("message.received")))
                .then()
                .statusCode(200)
                .body("data.url", equalTo(URL))
                .body("data.events", equalTo(List.of("message.received")))
                .body("data.description", equalTo("CRM"));
        patch(id, Map.of("description", "", "url", URL + "2", "headers", Map.of("X-Tenant", "7")))
                .then()
                .body("data.url", equalTo(URL + "2"))
                .body("data.description", nullValue())
                .body("data.headerNames", equalTo(List.of("X-Tenant")));
        patch(id, Map.of("headers", Map.of())).then().body("data.headerNames", equalTo(List.of()));
        patch(id, Map.of("enabled", false))
                .then()
                .body("data.enabled", equalTo(false))
                .body("data.disabledReason", equalTo("manual"))
                .body("data.disabledAt", notNullValue());
        patch(id, Map.of()).then().body("data.enabled", equalTo(false));
        patch(id, Map.of("enabled", true))
                .then()
                .body("data.enabled", equalTo(true))
                .body("data.disabledReason", nullValue())
                .body("data.disabledAt", nullValue());
        assertFailure(patch(id, Map.of("url", "ftp://x")), 400, "invalid_webhook_url", "url");
        assertFailure(patch(id, Map.of("events", List.of("nonsense"))), 400, "invalid_webhook_event", "events[0]");
    }

    @Test
    void isGoneOnceItIsDeleted() {
        String id = created(Map.of("url", URL, "events", List.of("*")));
        api.delete("/v1/webhooks/" + id).then().statusCode(200).body("data.webhookId", equalTo(id));
        assertFailure(api.get("/v1/webhooks/" + id), 404, "resource_not_found");
        assertFailure(api.delete("/v1/webhooks/" + id), 404, "resource_not_found");
        api.get("/v1/webhooks").then().body("data", hasSize(0));
        clock.advance(Duration.ofMinutes(11));
        retentionJob.remove().await().indefinitely();
        assertEquals(
                0,
                pool.preparedQuery("SELECT 1 FROM webhook WHERE id = $1")
                        .executeAndAwait(Tuple.of(id))
                        .size());
    }

    @Test
    void goesWithItsSession() {
        String session = api.newSession();
        String id = created(Map.of("url", receiver.url("/"), "events", List.of("*"), "sessionId", session));
        api.get("/v1/webhooks/" + id).then().body("data.sessionId", equalTo(session));
        api.delete("/v1/sessions/" + session).then().statusCode(200);
        assertFailure(api.get("/v1/webhooks/" + id), 404, "resource_not_found");
        assertFailure(patch(id, Map.of()), 404, "resource_not_found");
        api.get("/v1/webhooks").then().body("data", hasSize(0));
        assertFailure(
                create(Map.of("url", URL, "events", List.of("*"), "sessionId", session)), 404, "session_not_found");
    }

    @Test
    void belongsToASessionOfItsAccountOnly() {
        String foreign = Api.operator().newSession();
        assertFailure(
                create(Map.of("url", URL, "events", List.of("*"), "sessionId", foreign)), 404, "session_not_found");
        assertFailure(create(Map.of("url", URL, "events", List.of("*"), "sessionId", "x")), 404, "session_not_found");
    }

    @Test
    void isListedPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, created(Map.of("url", URL, "events", List.of("*"))));
        }
        Response first = api.get("/v1/webhooks?limit=3");
        assertEquals(ids.subList(0, 3), first.path("data.webhookId"));
        String cursor = first.path("page.nextCursor");
        Response second = api.get("/v1/webhooks?limit=3&cursor=" + cursor);
        assertEquals(ids.subList(3, 5), second.path("data.webhookId"));
        assertEquals(false, second.path("page.hasMore"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ftp://127.0.0.1/x",
                "http://user:secret@127.0.0.1/x",
                "http://127.0.0.1:0/x",
                "http://10.0.0.1/x",
                "http://169.254.169.254/latest/meta-data",
                "https://[fd00::1]/x",
                "http://0x0a000001/x",
                "http://127.0.0.1/a b"
            })
    void refusesUrlsThatAreNotToBeCalled(String url) {
        assertFailure(create(Map.of("url", url, "events", List.of("*"))), 400, "invalid_webhook_url", "url");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, events[0]",
        "message.Received, events[0]",
        "'', events[0]",
        "message.received;nonsense, events[1]",
        "message.status;message.sent, events[1]",
        "session.qr;session.status, events[0]",
        "message.received;*, events[1]",
        "message.received;message.received, events[0]"
    })
    void refusesNamesThatAreNoEventOrThereTwice(String names, String field) {
        List<String> events = List.of(names.split(";"));
        assertFailure(create(Map.of("url", URL, "events", events)), 400, "invalid_webhook_event", field);
    }

    @Test
    void refusesAnEmptyListOfEvents() {
        assertFailure(create(Map.of("url", URL, "events", List.of())), 400, "invalid_request", "events");
    }

    @ParameterizedTest
    @CsvSource({
        "Host, x",
        "content-TYPE, x",
        "User-Agent, x",
        "Webhook-Signature, x",
        "webhook-anything, x",
        "Transfer-Encoding, x",
        "not a name, x",
        "X-Line, 'a\r\nInjected: b'",
        "X-Empty, ''",
        "X-Blank, ' a'",
        "X-Umlaut, ü"
    })
    void refusesHeadersThatAreNotItsOwnersToSet(String name, String value) {
        assertFailure(
                create(Map.of("url", URL, "events", List.of("*"), "headers", Map.of(name, value))),
                400,
                "invalid_request",
                "headers." + name);
    }

    @Test
    void boundsItsHeaders() {
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, 21).forEach(i -> many.put("X-" + i, "x"));
        assertFailure(
                create(Map.of("url", URL, "events", List.of("*"), "headers", many)), 400, "invalid_request", "headers");
        assertFailure(
                create(Map.of("url", URL, "events", List.of("*"), "headers", Map.of("X-A", "x", "x-a", "y"))),
                400,
                "invalid_request");
        assertFailure(
                create(Map.of("url", URL, "events", List.of("*"), "headers", Map.of("X-Long", "x".repeat(2001)))),
                400,
                "invalid_request",
                "headers.X-Long");
    }

    @Test
    void isSignedWithBothSecretsForADayAfterARotation() {
        Response made = create(Map.of("url", receiver.url("/"), "events", List.of("*")));
        String id = made.path("data.webhookId");
        String old = made.path("data.secret");
        Response rotated = api.post("/v1/webhooks/" + id + "/rotate-secret");
        rotated.then().statusCode(200).body("data.previousSecretUntil", notNullValue());
        String fresh = rotated.path("data.secret");
        assertNotEquals(old, fresh);

        api.post("/v1/webhooks/" + id + "/test").then().statusCode(200);
        Verify.with(old, receiver.received("/").get(0));
        Verify.with(fresh, receiver.received("/").get(0));

        clock.advance(Duration.ofHours(24).plusSeconds(1));
        api.post("/v1/webhooks/" + id + "/test").then().statusCode(200);
        Verify.with(fresh, receiver.received("/").get(1));
        assertEquals(
                1, receiver.received("/").get(1).header("webhook-signature").split(" ").length);
        api.get("/v1/webhooks/" + id).then().body("data.previousSecretUntil", nullValue());
    }

    @Test
    void neverHasMoreThanTheLimitHoweverManyCome() {
        api = Tenant.on("unlimited", Map.of("webhooks", 10)).api();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> create(Map.of("url", URL, "events", List.of("*"))).statusCode()))
                .toList();
        assertEquals(10, answers.stream().filter(answer -> answer.join() == 201).count());
        assertFailure(create(Map.of("url", URL, "events", List.of("*"))), 403, "webhook_limit_reached");
        assertFailure(api.post("/v1/sessions", Map.of("name", "full", "webhook", URL)), 403, "webhook_limit_reached");
        api.get("/v1/sessions").then().body("data", hasSize(0));
    }

    @Test
    void testsWithASignedEvent() {
        Response made = create(Map.of(
                "url", receiver.url("/t"), "events", List.of("session.qr"), "headers", Map.of("X-Tenant", "seven")));
        String id = made.path("data.webhookId");
        api.post("/v1/webhooks/" + id + "/test")
                .then()
                .statusCode(200)
                .body("data.delivered", equalTo(true))
                .body("data.httpStatus", equalTo(200))
                .body("data.durationMs", notNullValue());
        WebhookReceiver.Received request = receiver.received("/t").get(0);
        Verify.with(made.path("data.secret"), request);
        assertTrue(request.text().contains("\"event\":\"webhook.test\""), request.text());
        assertTrue(request.text().contains("\"sessionId\":null,"), request.text());
        assertEquals("seven", request.header("x-tenant"));
        assertEquals("application/json", request.header("content-type"));
        assertTrue(request.header("user-agent").startsWith("Tidings"), request.header("user-agent"));
    }

    @Test
    void isVerifiedBeforeItIsMade() {
        receiver.on("/bad", WebhookReceiver.status(404));
        Map<String, Object> bad = Map.of("url", receiver.url("/bad"), "events", List.of("*"), "verify", true);
        assertFailure(create(bad), 400, "webhook_url_unreachable", "url");
        api.get("/v1/webhooks").then().body("data", hasSize(0));

        Response made = create(Map.of("url", receiver.url("/good"), "events", List.of("*"), "verify", true));
        made.then().statusCode(201);
        Verify.with(made.path("data.secret"), receiver.received("/good").get(0));
    }

    @Test
    void verificationDoesNotWaitForLongerThanItMust() {
        receiver.on("/slow", WebhookReceiver.hang());
        assertFailure(
                create(Map.of("url", receiver.url("/slow"), "events", List.of("*"), "verify", true)),
                400,
                "webhook_response_timeout",
                "url");
    }

    private Response create(Map<String, Object> body) {
        return api.post("/v1/webhooks", body);
    }

    private String created(Map<String, Object> body) {
        return create(body).then().statusCode(201).extract().path("data.webhookId");
    }

    private Response patch(String id, Map<String, Object> body) {
        return api.request().contentType("application/json").body(body).patch("/v1/webhooks/" + id);
    }
}
