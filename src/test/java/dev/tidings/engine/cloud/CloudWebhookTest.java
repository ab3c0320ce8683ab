package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.MetaWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudWebhookTest {
    private static final String SOMEBODY = "16505551234";

    FakeGraph graph;

    @Inject
    MeterRegistry metrics;

    private Api api;
    private CloudFixture cloud;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
    }

    @Test
    void givesTheChallengeBackToWhoKnowsTheToken() {
        Response answer = verify("subscribe", CloudFixture.VERIFY_TOKEN, "1158201444");
        assertEquals(200, answer.statusCode());
        assertEquals("1158201444", answer.asString());
        assertTrue(answer.contentType().startsWith("text/plain"));
    }

    @Test
    void refusesToVerifyForAnybodyElse() {
        assertFailure(verify("subscribe", "another phrase", "1"), 403, "insufficient_permissions");
        assertFailure(verify("unsubscribe", CloudFixture.VERIFY_TOKEN, "1"), 403, "insufficient_permissions");
        assertFailure(nobody().get(MetaWebhook.PATH), 403, "insufficient_permissions");
    }

    @Test
    void checksTheSignatureOfThePublishedVector() {
        byte[] body = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}".getBytes(UTF_8);
        String signature = "sha256=4cf79e76f02e48aee659cf626e0a8a819f6e10a61f37a9ee9c3c6c5a7fb77040";
        assertEquals(signature, MetaWebhook.sign(body, "app_secret_for_tests"));
        FakeGraph.Number number = graph.newNumber();
        api.post("/v1/sessions", CloudFixture.request(number, "app_secret_for_tests"))
                .then()
                .statusCode(201);
        assertEquals(200, cloud.meta().tell(body, signature).statusCode());
    }

    @Test
    void storesNothingThatIsNotSigned() {
        byte[] body = MetaWebhook.message(cloud.number().id(), MetaWebhook.text("wamid.forged", SOMEBODY, "x"))
                .encode()
                .getBytes(UTF_8);
        String right = MetaWebhook.sign(body, cloud.meta().appSecret());
        refused(body, null, "missing_api_key");
        refused(body, "", "missing_api_key");
        refused(body, "sha256=", "invalid_api_key");
        refused(body, "sha256=" + "0".repeat(64), "invalid_api_key");
        refused(body, "sha256=" + "z".repeat(64), "invalid_api_key");
        refused(body, right.replace("sha256=", "sha1="), "invalid_api_key");
        refused(body, MetaWebhook.sign(body, "another_secret"), "invalid_api_key");
        refused((new String(body, UTF_8) + " ").getBytes(UTF_8), right, "invalid_api_key");
        inbound().body("data", hasSize(0));
        assertFailure(nobody().post(MetaWebhook.PATH, "{}"), 401, "missing_api_key", "X-Hub-Signature-256");
        assertFailure(
                nobody().request()
                        .header("X-Hub-Signature-256", "sha256=00")
                        .body("{}")
                        .post(MetaWebhook.PATH),
                401,
                "invalid_api_key",
                "X-Hub-Signature-256");
    }

    @Test
    void refusesWhatIsTooLargeOrNoJson() {
        byte[] large = new byte[(3 << 20) + 1];
        tell(large).then().statusCode(400);
        assertFailure(tell(large), 400, "invalid_request");
        assertFailure(tell("null".getBytes(UTF_8)), 400, "invalid_request");
        assertFailure(tell("[1]".getBytes(UTF_8)), 400, "invalid_request");
        assertFailure(tell(new byte[0]), 400, "invalid_request");
    }

    @Test
    void takesABodyOfThreeMegabytes() {
        JsonArray messages = new JsonArray();
        for (int i = 0; i < 700; i++) {
            messages.add(MetaWebhook.text("wamid.large." + i, SOMEBODY, "x".repeat(4096)));
        }
        HttpResponse<String> answer =
                cloud.meta().tell(MetaWebhook.body(cloud.number().id(), messages, new JsonArray()));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(700, new JsonObject(answer.body()).getJsonObject("data").getInteger("notices"));
    }

    @Test
    void tellsAMessageOnceHoweverOftenMetaDoes() {
        JsonObject body = MetaWebhook.message(
                cloud.number().id(), MetaWebhook.text("wamid.twice", SOMEBODY, "Does it come in another color?"));
        assertEquals(200, cloud.meta().tell(body).statusCode());
        assertEquals(200, cloud.meta().tell(body).statusCode());
        inbound()
                .body("data", hasSize(1))
                .body("data[0].type", equalTo("text"))
                .body("data[0].content.text", equalTo("Does it come in another color?"))
                .body("data[0].from", equalTo(SOMEBODY))
                .body("data[0].chatId", equalTo(SOMEBODY))
                .body("data[0].engineMessageId", equalTo("wamid.twice"));
    }

    @Test
    void takesStatusesInAnyOrderAndTwice() {
        String id = api.sentText(cloud.session(), SOMEBODY);
        String wamid = cloud.engineId(id);
        for (String status : List.of("read", "sent", "delivered", "read", "sent")) {
            status(MetaWebhook.statusOf(wamid, status, SOMEBODY, id));
        }
        api.get("/v1/messages/" + id).then().body("data.status", equalTo("read"));
        status(MetaWebhook.failed(wamid, SOMEBODY, id, 131026));
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("read"))
                .body("data.error", nullValue());
    }

    @Test
    void takesStatusesOfMessagesThatBringNoIdOfOurs() {
        String id = api.sentText(cloud.session(), SOMEBODY);
        status(MetaWebhook.statusOf(cloud.engineId(id), "delivered", SOMEBODY, null));
        api.get("/v1/messages/" + id).then().body("data.status", equalTo("delivered"));
        status(MetaWebhook.statusOf("wamid.of.somebody.else", "delivered", SOMEBODY, null));
    }

    @Test
    void keepsWhatItDoesNotKnowAsItIs() {
        JsonObject hologram = MetaWebhook.messageOf(
                "wamid.hologram",
                SOMEBODY,
                "hologram",
                new JsonObject().put("depth", 3).put("note", "a\0b"));
        tellMessage(hologram);
        inbound()
                .body("data[0].type", equalTo("unsupported"))
                .body("data[0].content.raw.hologram.depth", equalTo(3))
                .body("data[0].content.raw.hologram.note", equalTo("a\uFFFDb"));
    }

    @Test
    void takesAChoiceAndAReaction() {
        String id = api.sentText(cloud.session(), SOMEBODY);
        JsonObject choice = MetaWebhook.messageOf(
                        "wamid.choice",
                        SOMEBODY,
                        "interactive",
                        new JsonObject()
                                .put("type", "button_reply")
                                .put(
                                        "button_reply",
                                        new JsonObject().put("id", "yes").put("title", "Yes")))
                .put("context", new JsonObject().put("id", cloud.engineId(id)));
        tellMessage(choice);
        inbound()
                .body("data[0].type", equalTo("interactive_reply"))
                .body("data[0].content.id", equalTo("yes"))
                .body("data[0].quotedMessageId", equalTo(id));
        tellMessage(MetaWebhook.messageOf(
                "wamid.reaction",
                SOMEBODY,
                "reaction",
                new JsonObject().put("message_id", cloud.engineId(id)).put("emoji", "👍")));
        inbound()
                .body("data[0].type", equalTo("reaction"))
                .body("data[0].content.emoji", equalTo("👍"))
                .body("data[0].content.messageId", equalTo(id))
                .body("data[0].quotedMessageId", equalTo(id));
    }

    @Test
    void takesASenderWithoutANumberWhoCanBeReactedTo() {
        tellMessage(new JsonObject()
                .put("from_user_id", "US.13491208655302741918")
                .put("id", "wamid.nameless")
                .put("timestamp", "1749416383")
                .put("type", "text")
                .put("text", new JsonObject().put("body", "hi")));
        String id = inbound()
                .body("data[0].from", nullValue())
                .body("data[0].chatId", equalTo("US.13491208655302741918"))
                .extract()
                .path("data[0].messageId");
        api.post("/v1/messages/reaction", cloud.to(null, "messageId", id, "emoji", "👍"))
                .then()
                .statusCode(200);
        JsonObject sent = graph.messages(cloud.number()).get(0);
        assertEquals("US.13491208655302741918", sent.getString("recipient"));
        assertTrue(!sent.containsKey("to"));
    }

    @Test
    void keepsWhatMetaSaysOfTheSenderAndTheWayOfAMessage() {
        JsonObject message = MetaWebhook.text("wamid.rich", SOMEBODY, "x")
                .put("from_user_id", "US.7")
                .put("context", new JsonObject().put("id", "wamid.elsewhere").put("forwarded", true))
                .put("referral", new JsonObject().put("ctwa_clid", "Aff-n8ZT"))
                .put("moon", "full");
        tellMessage(message);
        String id = inbound()
                .body("data[0].senderName", equalTo("Sheena Nelson"))
                .body("data[0].senderUserId", equalTo("US.7"))
                .body("data[0].forwarded", equalTo(true))
                .body("data[0].referral.ctwaClid", equalTo("Aff-n8ZT"))
                .body("data[0].quotedMessageId", nullValue())
                .body("data[0].quotedEngineMessageId", equalTo("wamid.elsewhere"))
                .body("data[0].raw.moon", equalTo("full"))
                .body("data[0].origin", nullValue())
                .extract()
                .path("data[0].messageId");
        assertEquals(
                api.get("/v1/messages/" + id).jsonPath().<Object>get("data"),
                api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                        .jsonPath()
                        .<Object>get("data.find { it.event == 'message.received' }.data"));
    }

    @Test
    void keepsWhatAMessageCost() {
        String id = api.sentText(cloud.session(), SOMEBODY);
        status(MetaWebhook.statusOf(cloud.engineId(id), "sent", SOMEBODY, id)
                .put(
                        "pricing",
                        new JsonObject()
                                .put("billable", true)
                                .put("pricing_model", "PMP")
                                .put("category", "utility"))
                .put(
                        "conversation",
                        new JsonObject()
                                .put("id", "c1")
                                .put("expiration_timestamp", "1749416383")
                                .put("origin", new JsonObject().put("type", "utility"))));
        status(MetaWebhook.statusOf(cloud.engineId(id), "delivered", SOMEBODY, id)
                .put("recipient_user_id", "US.9"));
        api.get("/v1/messages/" + id)
                .then()
                .body("data.origin", equalTo("api"))
                .body("data.pricing.category", equalTo("utility"))
                .body("data.conversation.origin", equalTo("utility"))
                .body("data.conversation.expiresAt", equalTo("2025-06-08T20:59:43Z"))
                .body("data.recipientUserId", equalTo("US.9"));
    }

    @Test
    void answersForNumbersThatNobodyHasAndCountsThem() {
        double before = counted("unknown_number");
        JsonObject stranger = MetaWebhook.message(FakeGraph.nextId(), MetaWebhook.text("wamid.lost", SOMEBODY, "x"));
        assertEquals(200, cloud.meta().tell(stranger).statusCode());
        assertEquals(before + 1, counted("unknown_number"));
        double ignored = counted("ignored");
        JsonObject update = new JsonObject("{\"entry\":[{\"changes\":[{\"field\":\"account_update\",\"value\":{}}]}]}");
        assertEquals(200, cloud.meta().tell(update).statusCode());
        assertEquals(ignored + 1, counted("ignored"));
    }

    @Test
    void anAppSpeaksForItsOwnNumbersOnly() {
        CloudFixture other = CloudFixture.connect(api, graph);
        JsonObject body =
                MetaWebhook.message(cloud.number().id(), MetaWebhook.text("wamid.foreign", SOMEBODY, "not mine"));
        assertEquals(200, other.meta().tell(body).statusCode());
        inbound().body("data", hasSize(0));
    }

    @Test
    void aStatusMovesMessagesOfItsOwnSessionOnly() {
        String id = api.sentText(cloud.session(), SOMEBODY);
        CloudFixture other = CloudFixture.connect(api, graph);
        other.meta()
                .tell(MetaWebhook.status(
                        other.number().id(), MetaWebhook.statusOf("wamid.stolen", "read", SOMEBODY, id)));
        api.get("/v1/messages/" + id).then().body("data.status", equalTo("sent"));
    }

    @Test
    void twoNumbersOfOneAppAreToldApart() {
        FakeGraph.Number second = graph.newNumber();
        String session = api.post(
                        "/v1/sessions",
                        CloudFixture.request(second, cloud.meta().appSecret()))
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
        JsonObject both = MetaWebhook.message(cloud.number().id(), MetaWebhook.text("wamid.1", SOMEBODY, "one"));
        both.getJsonArray("entry")
                .addAll(MetaWebhook.message(second.id(), MetaWebhook.text("wamid.2", SOMEBODY, "two"))
                        .getJsonArray("entry"));
        cloud.meta().tell(both);
        inbound().body("data", hasSize(1)).body("data[0].content.text", equalTo("one"));
        api.get("/v1/messages?direction=inbound&sessionId=" + session)
                .then()
                .body("data", hasSize(1))
                .body("data[0].content.text", equalTo("two"));
    }

    @Test
    void answersAtBothBasePathsAndAsksForNoKey() {
        byte[] body = "{\"entry\":[]}".getBytes(UTF_8);
        nobody().request()
                .contentType("application/json")
                .header(
                        "X-Hub-Signature-256",
                        MetaWebhook.sign(body, cloud.meta().appSecret()))
                .body(body)
                .post("/api" + MetaWebhook.PATH)
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        assertFailure(nobody().get(MetaWebhook.PATH + "/more"), 401, "missing_api_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json; charset=utf-8", "application/octet-stream"})
    void takesSignedBytesWhateverTheyAreSaidToBe(String contentType) {
        byte[] body = "{\"entry\":[]}".getBytes(UTF_8);
        nobody().request()
                .contentType(contentType)
                .header(
                        "X-Hub-Signature-256",
                        MetaWebhook.sign(body, cloud.meta().appSecret()))
                .body(body)
                .post(MetaWebhook.PATH)
                .then()
                .statusCode(200);
    }

    private Response verify(String mode, String token, String challenge) {
        return nobody().request()
                .queryParam("hub.mode", mode)
                .queryParam("hub.verify_token", token)
                .queryParam("hub.challenge", challenge)
                .get(MetaWebhook.PATH);
    }

    private void refused(byte[] body, String signature, String code) {
        HttpResponse<String> answer = cloud.meta().tell(body, signature);
        assertEquals(401, answer.statusCode(), answer.body());
        assertEquals(code, new JsonObject(answer.body()).getJsonObject("error").getString("code"));
    }

    private Response tell(byte[] body) {
        return nobody().request()
                .contentType("application/json")
                .header(
                        "X-Hub-Signature-256",
                        MetaWebhook.sign(body, cloud.meta().appSecret()))
                .body(body)
                .post(MetaWebhook.PATH);
    }

    private void tellMessage(JsonObject message) {
        HttpResponse<String> answer =
                cloud.meta().tell(MetaWebhook.message(cloud.number().id(), message));
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private void status(JsonObject status) {
        HttpResponse<String> answer =
                cloud.meta().tell(MetaWebhook.status(cloud.number().id(), status));
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private ValidatableResponse inbound() {
        return api.get("/v1/messages?direction=inbound&sessionId=" + cloud.session())
                .then()
                .statusCode(200);
    }

    private double counted(String kind) {
        return metrics.counter("tidings.cloud.notices", "kind", kind).count();
    }

    private static Api nobody() {
        return Api.withKey(null);
    }
}
