package dev.tidings.webhook.endpoint;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.tidings.access.auth.Scope;
import dev.tidings.access.auth.TestKeys;
import dev.tidings.support.Api;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.webhook.Verify;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A webhook that is made together with its session. */
@QuarkusTest
class SessionWebhookTest {
    @Inject
    TestKeys keys;

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
    void getsAllEventsOfItsSessionByItsUrlAlone() {
        Response made = create(receiver.url("/"));
        made.then().statusCode(201);
        String session = made.path("data.sessionId");
        String secret = made.path("data.webhook.secret");
        api.get("/v1/sessions/" + session).then().body("data", not(hasKey("webhook")));
        api.get("/v1/webhooks/" + made.path("data.webhook.webhookId"))
                .then()
                .body("data.sessionId", equalTo(session))
                .body("data.url", equalTo(receiver.url("/")))
                .body("data.events", equalTo(List.of("*")));

        api.scan(session, "14155550100");
        await().until(() -> receiver.received().stream()
                .anyMatch(request -> request.text().contains("\"event\":\"session.connected\"")));
        receiver.received().forEach(request -> Verify.with(secret, request));
    }

    @Test
    void getsTheEventsThatWereAskedFor() {
        Response made = create(Map.of("url", receiver.url("/"), "events", List.of("session.connected")));
        String session = made.then().statusCode(201).extract().path("data.sessionId");
        api.scan(session, null);
        await().until(() -> receiver.received().size() == 1);
        api.get("/v1/webhooks").then().body("data[0].events", equalTo(List.of("session.connected")));
    }

    @Test
    void makesBothOrNone() {
        assertFailure(create("ftp://127.0.0.1/"), 400, "invalid_webhook_url", "webhook");
        assertFailure(create("http://10.0.0.1/"), 400, "invalid_webhook_url", "webhook");
        assertFailure(create(Map.of("url", "x")), 400, "invalid_webhook_url", "webhook.url");
        assertFailure(create(Map.of()), 400, "missing_required_parameter", "webhook.url");
        assertFailure(
                create(Map.of("url", receiver.url("/"), "events", List.of("x"))),
                400,
                "invalid_webhook_event",
                "webhook.events[0]");
        assertFailure(
                create(Map.of("url", receiver.url("/"), "evnts", List.of())), 400, "invalid_request", "webhook.evnts");
        assertFailure(create(7), 400, "invalid_parameter_type", "webhook");
        assertFailure(create(List.of()), 400, "invalid_parameter_type", "webhook");
        assertFailure(create(Map.of("url", 7)), 400, "invalid_parameter_type", "webhook.url");
        assertFailure(
                api.post("/v1/sessions", Map.of("name", "x", "engine", "none", "webhook", receiver.url("/"))),
                400,
                "invalid_request",
                "engine");
        api.get("/v1/sessions").then().body("data", hasSize(0));
        api.get("/v1/webhooks").then().body("data", hasSize(0));
    }

    @Test
    void needsTheScopeOfWebhooks() {
        Api limited = Api.withKey(keys.with(null, Scope.SESSIONS_WRITE));
        assertFailure(
                limited.post("/v1/sessions", Map.of("name", "x", "webhook", receiver.url("/"))),
                403,
                "insufficient_permissions",
                "webhook");
    }

    private Response create(Object webhook) {
        return api.post("/v1/sessions", Map.of("name", "with a webhook", "webhook", webhook));
    }
}
