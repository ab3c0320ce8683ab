package dev.tidings.openapi;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.AtOnce;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.webhook.Verify;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Several clients change one thing at the same moment: each gets a true answer, and one state is left. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class AtOnceTest {
    private static final String SOMEBODY = "14155550005";
    private static final Set<Integer> REFUSALS = Set.of(404, 409);

    FakeGraph graph;

    @Inject
    Pool pool;

    private Api api;

    @BeforeEach
    void open() {
        api = Api.operator();
    }

    @Test
    void aKeyIsReplacedOrRevokedOnce() {
        Response made = api.post("/v1/keys", Map.of("name", "busy", "scopes", List.of("messages:read")));
        String id = made.path("data.keyId");
        Api old = Api.withKey(made.path("data.key"));
        List<Callable<Response>> requests = new ArrayList<>();
        requests.addAll(
                Collections.nCopies(4, () -> api.post("/v1/keys/" + id + "/rotate", Map.of("gracePeriodSeconds", 0))));
        requests.addAll(Collections.nCopies(4, () -> api.delete("/v1/keys/" + id)));
        List<Integer> statuses = AtOnce.statuses(AtOnce.all(requests));
        assertTrue(statuses.get(0) < 300, statuses::toString);
        assertEquals(Collections.nCopies(7, 404), statuses.subList(1, 8));
        await().untilAsserted(() -> assertFailure(old.get("/v1/messages"), 401, "invalid_api_key"));
    }

    @Test
    void aWebhookKeepsOneSecretAndAllChanges() {
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            String id = api.post(
                            "/v1/webhooks",
                            Map.of(
                                    "url",
                                    receiver.url("/"),
                                    "events",
                                    List.of("message.reaction"),
                                    "headers",
                                    Map.of("X-First", "1")))
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("data.webhookId");
            String path = "/v1/webhooks/" + id;
            List<Callable<Response>> requests = new ArrayList<>();
            requests.addAll(Collections.nCopies(3, () -> api.post(path + "/rotate-secret")));
            requests.add(() -> patch(path, Map.of("description", "of the shop")));
            requests.add(() -> patch(path, Map.of("headers", Map.of("X-Second", "2"))));
            requests.add(() -> patch(path, Map.of("events", List.of("message.played"))));
            List<Response> answers = AtOnce.all(requests);
            assertEquals(Collections.nCopies(6, 200), AtOnce.statuses(answers));
            api.get(path)
                    .then()
                    .body("data.description", equalTo("of the shop"))
                    .body("data.events", equalTo(List.of("message.played")))
                    .body("data.headerNames", equalTo(List.of("X-Second")));
            api.post(path + "/test").then().statusCode(200);
            WebhookReceiver.Received test = receiver.received().stream()
                    .filter(request -> request.text().contains("webhook.test"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("2", test.header("x-second"));
            long verified = answers.stream()
                    .limit(3)
                    .map(answer -> answer.<String>path("data.secret"))
                    .filter(secret -> verifies(secret, test))
                    .count();
            assertEquals(2, verified, "the newest secret signs, and for a day the one before");
            List<Response> gone = AtOnce.times(4, () -> api.delete(path));
            assertEquals(List.of(200, 404, 404, 404), AtOnce.statuses(gone));
        }
    }

    private static boolean verifies(String secret, WebhookReceiver.Received request) {
        try {
            Verify.with(secret, request);
            return true;
        } catch (AssertionError another) {
            return false;
        }
    }

    private Response patch(String path, Map<String, Object> body) {
        return api.request().contentType("application/json").body(body).patch(path);
    }

    @RepeatedTest(3)
    void nothingIsLeftOfASessionThatIsDeletedWhileItIsRestartedAndLoggedOut() {
        String session = api.connectedSession();
        String path = "/v1/sessions/" + session;
        List<Callable<Response>> requests = new ArrayList<>();
        requests.addAll(Collections.nCopies(3, () -> api.post(path + "/restart")));
        requests.addAll(Collections.nCopies(2, () -> api.post(path + "/logout")));
        requests.addAll(Collections.nCopies(2, () -> api.delete(path)));
        List<Response> answers = AtOnce.all(requests);
        for (Response answer : answers) {
            assertTrue(answer.statusCode() == 200 || REFUSALS.contains(answer.statusCode()), answer::asString);
        }
        assertEquals(List.of(200, 404), AtOnce.statuses(answers.subList(5, 7)));
        assertFailure(api.get(path), 404, "session_not_found");
        await().until(() -> !isUnlinkDue(session));
        assertFalse(isKnownToItsEngine(session));
    }

    @RepeatedTest(3)
    void aSessionThatIsRestartedWhileItIsLoggedOutIsEitherPairedAnewOrUnlinked() {
        String session = api.connectedSession();
        String path = "/v1/sessions/" + session;
        List<Callable<Response>> requests = new ArrayList<>();
        requests.addAll(Collections.nCopies(3, () -> api.post(path + "/restart")));
        requests.addAll(Collections.nCopies(3, () -> api.post(path + "/logout")));
        AtOnce.all(requests).forEach(answer -> assertTrue(Set.of(200, 409).contains(answer.statusCode())));
        await().until(() -> !isUnlinkDue(session));
        await().until(() -> !api.get(path).path("data.status").equals("starting"));
        boolean loggedOut = api.get(path).path("data.status").equals("logged_out");
        assertEquals(!loggedOut, isKnownToItsEngine(session));
        api.post(path + "/restart");
        api.awaitSession(session, "qr_pending");
        api.scan(session, null);
    }

    @Test
    void aBulkIsCancelledOnce() {
        String session = api.connectedSession();
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            messages.add(Map.of("type", "text", "to", SOMEBODY, "text", "message " + i));
        }
        String id = api.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", messages))
                .then()
                .statusCode(201)
                .extract()
                .path("data.bulkId");
        List<Response> answers = AtOnce.times(4, () -> api.delete("/v1/messages/bulk/" + id));
        assertEquals(Collections.nCopies(4, 200), AtOnce.statuses(answers));
        await().untilAsserted(() -> api.get("/v1/messages/bulk/" + id)
                .then()
                .body("data.messages.findAll { it.status in ['queued', 'sending'] }", hasSize(0)));
        String sent = "data.messages.findAll { it.status == 'sent' }.messageId";
        List<String> before = api.get("/v1/messages/bulk/" + id).path(sent);
        api.sentText(session, SOMEBODY);
        api.get("/v1/messages/bulk/" + id).then().body(sent, equalTo(before));
    }

    @Test
    void aFileIsDeletedOnce() {
        for (int turn = 0; turn < 3; turn++) {
            String text = "file " + FakeGraph.nextId();
            String id = upload(text).path("data.mediaId");
            List<Callable<Response>> requests = new ArrayList<>();
            requests.addAll(Collections.nCopies(4, () -> api.delete("/v1/media/" + id)));
            requests.add(() -> upload(text));
            List<Response> answers = AtOnce.all(requests);
            List<Integer> deleted = AtOnce.statuses(answers.subList(0, 4));
            assertEquals(200, deleted.get(0));
            String again = answers.get(4).then().statusCode(201).extract().path("data.mediaId");
            if (again.equals(id)) {
                // it was uploaded before it was deleted, or deleted twice
                assertTrue(
                        Set.of(200, 404).contains(api.get("/v1/media/" + again).statusCode()));
            } else {
                assertEquals(List.of(200, 404, 404, 404), deleted);
                assertEquals(text, api.get("/v1/media/" + again).asString());
            }
        }
    }

    private Response upload(String text) {
        return api.request().contentType("text/plain").body(text).post("/v1/media");
    }

    @Test
    void aNumberOfTheOfficialApiGoesToOneSession() {
        FakeGraph.Number number = graph.newNumber();
        Map<String, Object> request = Map.of(
                "name", "shop", "engine", "cloud", "config", number.config("app_secret_at_once", "a phrase of ours"));
        List<Response> answers = AtOnce.times(6, () -> api.post("/v1/sessions", request));
        assertEquals(List.of(201, 409, 409, 409, 409, 409), AtOnce.statuses(answers));
        String session = answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .findFirst()
                .orElseThrow()
                .path("data.sessionId");
        List<Callable<Response>> changes = new ArrayList<>();
        changes.addAll(Collections.nCopies(
                3, () -> api.put("/v1/sessions/" + session + "/config", Map.of("config", request.get("config")))));
        changes.add(() -> api.delete("/v1/sessions/" + session));
        List<Response> changed = AtOnce.all(changes);
        assertEquals(200, changed.get(3).statusCode());
        assertTrue(
                Set.of(200, 404, 409).containsAll(AtOnce.statuses(changed)),
                () -> AtOnce.statuses(changed).toString());
        api.post("/v1/sessions", request).then().statusCode(201);
        api.get("/v1/sessions?limit=100").then().body("data.sessionId", everyItem(org.hamcrest.Matchers.not(session)));
    }

    private boolean isUnlinkDue(String session) {
        return pool.preparedQuery("SELECT unlink_due FROM session WHERE id = $1")
                .executeAndAwait(Tuple.of(session))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private boolean isKnownToItsEngine(String session) {
        return pool.preparedQuery("SELECT 1 FROM sandbox_session WHERE session_id = $1")
                        .executeAndAwait(Tuple.of(session))
                        .size()
                > 0;
    }
}
