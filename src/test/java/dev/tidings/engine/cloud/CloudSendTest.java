package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.cloud.graph.GraphClient;
import dev.tidings.engine.cloud.number.NotSentException;
import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraph.Fault;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.FreePort;
import dev.tidings.support.LogCapture;
import dev.tidings.support.MetaWebhook;
import dev.tidings.support.MovableClock;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Meta, and what the client gets when that fails. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudSendTest {
    private static final String TO = "16505551234";

    FakeGraph graph;

    @Inject
    MovableClock clock;

    @Inject
    CircuitBreakerMaintenance breakers;

    private CloudFixture cloud;
    private Api api;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
    }

    @AfterEach
    void closeBreakers() {
        breakers.resetAll();
    }

    @Test
    void sendsATextWithOurId() {
        String id = sent("/v1/messages/text", "text", "As requested, see https://example.com", "previewUrl", true);
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"text",
                "text":{"body":"As requested, see https://example.com","preview_url":true},
                "biz_opaque_callback_data":"%s"}""", id);
        assertTrue(cloud.engineId(id).startsWith("wamid."));
    }

    @Test
    void answersAMessage() {
        String asked = cloud.received(FakeGraph.newMessageId(), TO);
        String id = sent("/v1/messages/text", "text", "Yes", "quotedMessageId", asked);
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234",
                "context":{"message_id":"%2$s"},"type":"text","text":{"body":"Yes"},
                "biz_opaque_callback_data":"%1$s"}""", id, cloud.engineId(asked));
    }

    @Test
    void sendsAPlace() {
        String id = sent(
                "/v1/messages/location",
                "latitude",
                37.44216251868683,
                "longitude",
                -122.16153582049394,
                "name",
                "Philz Coffee",
                "address",
                "101 Forest Ave, Palo Alto, CA 94301");
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"location",
                "location":{"latitude":37.44216251868683,"longitude":-122.16153582049394,"name":"Philz Coffee",
                "address":"101 Forest Ave, Palo Alto, CA 94301"},"biz_opaque_callback_data":"%s"}""", id);
    }

    @Test
    void sendsContacts() {
        String id = sent(
                "/v1/messages/contact",
                "contacts",
                List.of(Map.of("name", "Barbara J. Johnson", "phones", List.of("+16505559999"))));
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"contacts",
                "contacts":[{"name":{"formatted_name":"Barbara J. Johnson","first_name":"Barbara"},
                "phones":[{"phone":"+16505559999","type":"CELL"}]}],"biz_opaque_callback_data":"%s"}""", id);
    }

    @Test
    void reactsAndTakesItBack() {
        String liked = cloud.received(FakeGraph.newMessageId(), TO);
        String id = api.post("/v1/messages/reaction", cloud.to(null, "messageId", liked, "emoji", "👍"))
                .then()
                .statusCode(200)
                .extract()
                .path("data.messageId");
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"reaction",
                "reaction":{"message_id":"%2$s","emoji":"👍"},"biz_opaque_callback_data":"%1$s"}""", id, cloud.engineId(liked));
        api.post("/v1/messages/reaction", cloud.to(null, "messageId", liked, "emoji", ""))
                .then()
                .statusCode(200);
        assertEquals("", lastBody().getJsonObject("reaction").getString("emoji"));
    }

    @Test
    void sendsATemplate() {
        String id = sent(
                "/v1/messages/template",
                "name",
                "order_confirmation",
                "language",
                "en_US",
                "components",
                List.of(Map.of("type", "body", "parameters", List.of(Map.of("type", "text", "text", "Pablo")))));
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"template",
                "template":{"name":"order_confirmation","language":{"code":"en_US"},
                "components":[{"type":"body","parameters":[{"type":"text","text":"Pablo"}]}]},
                "biz_opaque_callback_data":"%s"}""", id);
    }

    @Test
    void sendsButtons() {
        String id = sent(
                "/v1/messages/interactive",
                "header",
                "Your order",
                "body",
                "Is it right?",
                "footer",
                "Lucky Shrub",
                "buttons",
                List.of(Map.of("id", "change-button", "title", "Change"), Map.of("id", "ok", "title", "Right")));
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"interactive",
                "interactive":{"type":"button","header":{"type":"text","text":"Your order"},
                "body":{"text":"Is it right?"},"footer":{"text":"Lucky Shrub"},"action":{"buttons":[
                {"type":"reply","reply":{"id":"change-button","title":"Change"}},
                {"type":"reply","reply":{"id":"ok","title":"Right"}}]}},"biz_opaque_callback_data":"%s"}""", id);
    }

    @Test
    void sendsAList() {
        String id = sent(
                "/v1/messages/interactive",
                "body",
                "Which shipping?",
                "list",
                Map.of(
                        "button",
                        "Shipping options",
                        "sections",
                        List.of(Map.of(
                                "title",
                                "I want it ASAP!",
                                "rows",
                                List.of(Map.of("id", "priority", "title", "Priority", "description", "1-2 Days"))))));
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"interactive",
                "interactive":{"type":"list","body":{"text":"Which shipping?"},"action":{"button":"Shipping options",
                "sections":[{"title":"I want it ASAP!","rows":[{"id":"priority","title":"Priority",
                "description":"1-2 Days"}]}]}},"biz_opaque_callback_data":"%s"}""", id);
    }

    @Test
    void sendsWhateverMetaHasAsItStands() {
        Map<String, Object> raw = Map.of(
                "type",
                "cta_url",
                "body",
                Map.of("text", "See our catalog"),
                "action",
                Map.of("name", "cta_url", "parameters", Map.of("display_text", "See", "url", "https://example.com")));
        String id = sent("/v1/messages/interactive", "raw", raw);
        assertBody("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"interactive",
                "interactive":{"type":"cta_url","body":{"text":"See our catalog"},"action":{"name":"cta_url",
                "parameters":{"display_text":"See","url":"https://example.com"}}},"biz_opaque_callback_data":"%s"}""", id);
        api.get("/v1/messages/" + id).then().body("data.content.raw.type", equalTo("cta_url"));
        String path = "/v1/messages/interactive";
        assertFailure(api.post(path, cloud.to(TO, "raw", Map.of("body", 1))), 400, "invalid_request", "raw.type");
        assertFailure(api.post(path, cloud.to(TO, "raw", raw, "body", "x")), 400, "invalid_request", "raw");
        assertFailure(
                api.post(path, cloud.to(TO, "raw", Map.of("type", "x", "a", "y".repeat(70_000)))),
                400,
                "message_too_long",
                "raw");
        Map<String, Object> deep = Map.of("type", "x");
        for (int i = 0; i < 13; i++) {
            deep = Map.of("type", "x", "in", deep);
        }
        assertFailure(api.post(path, cloud.to(TO, "raw", deep)), 400, "invalid_request", "raw");
        assertFailure(api.post(path, cloud.to(TO)), 400, "missing_required_parameter", "body");
    }

    @Test
    void aListMaySayMoreThanButtons() {
        Map<String, Object> list =
                Map.of("button", "Open", "sections", List.of(Map.of("rows", List.of(Map.of("id", "a", "title", "A")))));
        sent("/v1/messages/interactive", "body", "x".repeat(4096), "list", list);
        String path = "/v1/messages/interactive";
        assertFailure(
                api.post(path, cloud.to(TO, "body", "x".repeat(4097), "list", list)), 400, "message_too_long", "body");
        assertFailure(
                api.post(
                        path,
                        cloud.to(TO, "body", "x".repeat(1025), "buttons", List.of(Map.of("id", "a", "title", "A")))),
                400,
                "message_too_long",
                "body");
    }

    @Test
    void answersPeopleWithoutANumberAndGroups() {
        String wamid = FakeGraph.newMessageId();
        cloud.meta()
                .tell(MetaWebhook.message(
                        cloud.number().id(), MetaWebhook.text(wamid, TO, "hi").put("group_id", "Y2FwaV9ncm91cDox")));
        JsonObject nameless =
                MetaWebhook.text(FakeGraph.newMessageId(), TO, "hi").put("from_user_id", "US.134");
        nameless.remove("from");
        cloud.meta().tell(MetaWebhook.message(cloud.number().id(), nameless));
        api.sentText(cloud.session(), "Y2FwaV9ncm91cDox");
        assertEquals("group", lastBody().getString("recipient_type"));
        assertEquals("Y2FwaV9ncm91cDox", lastBody().getString("to"));
        api.sentText(cloud.session(), "US.134");
        assertEquals("individual", lastBody().getString("recipient_type"));
        assertEquals("US.134", lastBody().getString("recipient"));
        assertFailure(api.sendText(cloud.session(), "US.135", "x"), 400, "invalid_phone_number", "to");
    }

    @Test
    void sendsWholeContactCards() {
        sent(
                "/v1/messages/contact",
                "contacts",
                List.of(Map.of(
                        "name",
                        "Barbara J. Johnson",
                        "phones",
                        List.of("+16505559999"),
                        "card",
                        Map.of(
                                "nameParts", Map.of("first", "Barbara", "last", "Johnson"),
                                "birthday", "1999-01-23",
                                "organization", Map.of("company", "Social Tsunami"),
                                "phones",
                                        List.of(Map.of("phone", "+16505559999", "type", "WORK", "waId", "16505559999")),
                                "emails", List.of(Map.of("email", "b@example.com", "type", "WORK")),
                                "addresses", List.of(Map.of("city", "Menlo Park", "countryCode", "us")),
                                "urls", List.of(Map.of("url", "https://example.com"))))));
        assertEquals(new JsonObject("""
                        {"name":{"formatted_name":"Barbara J. Johnson","first_name":"Barbara","last_name":"Johnson"},
                        "birthday":"1999-01-23","org":{"company":"Social Tsunami"},
                        "phones":[{"phone":"+16505559999","type":"WORK","wa_id":"16505559999"}],
                        "emails":[{"email":"b@example.com","type":"WORK"}],
                        "addresses":[{"city":"Menlo Park","country_code":"us"}],
                        "urls":[{"url":"https://example.com"}]}"""), lastBody().getJsonArray("contacts").getJsonObject(0));
    }

    @Test
    void saysHowTheLanguageOfATemplateIsPicked() {
        sent("/v1/messages/template", "name", "x", "language", "en", "languagePolicy", "deterministic");
        assertEquals(
                new JsonObject("{\"policy\":\"deterministic\",\"code\":\"en\"}"),
                lastBody().getJsonObject("template").getJsonObject("language"));
        assertFailure(
                api.post(
                        "/v1/messages/template",
                        cloud.to(TO, "name", "x", "language", "en", "languagePolicy", "fallback")),
                400,
                "invalid_request",
                "languagePolicy");
    }

    @Test
    void marksReadAndShowsThatItIsWriting() {
        String id = cloud.received(FakeGraph.newMessageId(), TO);
        api.post("/v1/messages/" + id + "/read").then().statusCode(200).body("data.status", equalTo("read"));
        assertBody(
                "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"%s\"}", cloud.engineId(id));
        api.post("/v1/messages/" + id + "/read?typing=true").then().statusCode(200);
        assertBody(
                "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"%s\","
                        + "\"typing_indicator\":{\"type\":\"text\"}}",
                cloud.engineId(id));
        assertFailure(api.post("/v1/messages/" + id + "/read?typing=maybe"), 400, "invalid_parameter_type", "typing");
    }

    @Test
    void saysWhyItCannotMarkRead() {
        String id = cloud.received(FakeGraph.newMessageId(), TO);
        String path = "/v1/messages/" + id + "/read";
        graph.failFor(cloud.number().id(), Fault.code(130429));
        assertFailure(api.post(path), 429, "rate_limit_exceeded");
        graph.failFor(cloud.number().id(), Fault.error(500, 2, 0, "down", "down"));
        assertFailure(api.post(path), 503, "service_unavailable").header("Retry-After", "5");
        graph.failFor(cloud.number().id(), Fault.code(131009));
        assertFailure(api.post(path), 400, "invalid_request");
        graph.failFor(cloud.number().id(), Fault.code(190));
        assertFailure(api.post(path), 400, "session_disconnected")
                .body("error.details.reason", equalTo("access_token_invalid"));
    }

    @Test
    void aLostAnswerIsUnknownNeverRepeatedAndResolvedByTheStatusThatBringsOurId() {
        graph.failFor("16505550003", Fault.losesAnswer());
        String id = api.sendText(cloud.session(), "16505550003", "once")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("unknown"))
                .extract()
                .path("data.messageId");
        assertEquals(1, graph.messages(cloud.number()).size());

        String wamid = FakeGraph.newMessageId();
        cloud.meta()
                .tell(MetaWebhook.status(
                        cloud.number().id(), MetaWebhook.statusOf(wamid, "delivered", "16505550003", id)));
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("delivered"))
                .body("data.engineMessageId", equalTo(wamid));
        assertEquals(1, graph.messages(cloud.number()).size());
    }

    @Test
    void aRefusedConnectionIsNoLostAnswer() throws IOException {
        assertTrue(NotSentException.isUnconnected(failureAt("http://127.0.0.1:" + FreePort.find())));
        graph.failFor(cloud.number().id(), Fault.losesAnswer());
        assertFalse(NotSentException.isUnconnected(failureAt(graph.url())));
    }

    private Throwable failureAt(String url) {
        GraphClient client =
                QuarkusRestClientBuilder.newBuilder().baseUri(URI.create(url)).build(GraphClient.class);
        String bearer = "Bearer " + cloud.number().token();
        return client.send("v25.0", cloud.number().id(), bearer, Map.of("to", TO, "type", "text"))
                .onItem()
                .<Throwable>transform(sent -> new AssertionError("it was sent"))
                .onFailure()
                .recoverWithItem(failure -> failure)
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    @Test
    void anAnswerThatTakesTooLongIsUnknown() {
        graph.failFor("16505550004", Fault.slow(Duration.ofSeconds(11)));
        api.sendText(cloud.session(), "16505550004", "slow")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("unknown"));
        assertEquals(1, graph.messages(cloud.number()).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|",
                "500|<html>Internal error</html>",
                "502|<html>Bad gateway</html>",
                "503|{}",
                "504|<html>Gateway timeout</html>",
                "200|{}",
                "200|{\"messages\":[]}",
                "200|{\"messages\":[null]}",
                "200|{\"messages\":[{\"id\":\"\"}]}",
                "200|{\"messages\":[{}]}",
                "200|not JSON"
            })
    void anAnswerThatNamesNeitherAMessageNorAnErrorLeavesItUnknownAndIsNotRepeated(int status, String body) {
        graph.failFor("16505550005", new Fault(status, body == null ? "" : body, Duration.ZERO, Map.of()));
        for (int twice = 0; twice < 2; twice++) {
            withKey("16505550005").then().statusCode(200).body("data.status", equalTo("unknown"));
        }
        assertEquals(1, graph.messages(cloud.number()).size());
    }

    @Test
    void aBrokenConnectionIsToldAsOne() {
        try (LogCapture log = LogCapture.start()) {
            graph.failFor("16505550003", Fault.losesAnswer());
            api.sendText(cloud.session(), "16505550003", "x").then().body("data.status", equalTo("unknown"));
            assertTrue(log.lines().stream().noneMatch(line -> line.message().contains("NullPointer")));
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "17", "32", "613", "80007", "130429", "131048", "131056"})
    void tellsALimitAndHowLongItLasts(int code) {
        graph.failFor("16505550009", Fault.code(code).with("Retry-After", "17"));
        String id = assertFailure(api.sendText(cloud.session(), "16505550009", "x"), 429, "rate_limit_exceeded")
                .header("Retry-After", "17")
                .body("error.details.engineCode", equalTo(Integer.toString(code)))
                .extract()
                .path("error.details.messageId");
        api.get("/v1/messages/" + id).then().body("data.error.code", equalTo("rate_limit_exceeded"));
    }

    @Test
    void tellsALimitThatOnlyTheStatusTells() {
        graph.failFor("16505550010", new Fault(429, "", Duration.ZERO, Map.of("Retry-After", "33")));
        assertFailure(api.sendText(cloud.session(), "16505550010", "x"), 429, "rate_limit_exceeded")
                .header("Retry-After", "33");
    }

    @ParameterizedTest
    @CsvSource({"102, access_token_invalid", "10, permission_missing", "133000, number_not_ready"})
    void aSessionThatCannotSendIsNotShownAsConnected(int code, String reason) {
        graph.failFor(cloud.number().id(), Fault.code(code));
        assertFailure(api.sendText(cloud.session(), TO, "x"), 400, "session_disconnected")
                .body("error.details.engineCode", equalTo(Integer.toString(code)))
                .body("error.details.reason", equalTo(reason));
        api.get("/v1/sessions/" + cloud.session())
                .then()
                .body("data.status", equalTo("disconnected"))
                .body("data.statusReason", equalTo(reason));
    }

    @Test
    void noticesADeadTokenWithoutAWordOfMeta() {
        graph.failFor(cloud.number().id(), new Fault(401, "", Duration.ZERO, Map.of()));
        assertFailure(api.sendText(cloud.session(), TO, "x"), 400, "session_disconnected");
        api.get("/v1/sessions/" + cloud.session()).then().body("data.statusReason", equalTo("access_token_invalid"));
    }

    @ParameterizedTest
    @CsvSource({"131049", "131050", "131042", "130472", "132015", "134102", "424242"})
    void aFinalRefusalIsOneAtOnceAndLater(int code) {
        graph.failFor("16505550011", Fault.error(400, code, 0, "Not delivered", "To keep engagement healthy"));
        assertFailure(withKey("16505550011"), 422, "message_rejected")
                .body("error.details.engineCode", equalTo(Integer.toString(code)))
                .body("error.details.reason", equalTo("(#" + code + ") Not delivered. To keep engagement healthy"));
        graph.heal("16505550011");
        assertFailure(withKey("16505550011"), 422, "message_rejected")
                .header("Idempotency-Replayed", "true")
                .body("error.details.engineCode", equalTo(Integer.toString(code)));

        String id = api.sentText(cloud.session(), TO);
        cloud.meta()
                .tell(MetaWebhook.status(cloud.number().id(), MetaWebhook.failed(cloud.engineId(id), TO, id, code)));
        api.get("/v1/messages/" + id)
                .then()
                .body("data.error.code", equalTo("message_rejected"))
                .body("data.error.engineCode", equalTo(Integer.toString(code)))
                .body("data.error.reason", equalTo("Something is wrong"));
    }

    @Test
    void aFailureThatComesLaterFailsTheMessageWithTheSameCode() {
        String id = api.sentText(cloud.session(), TO);
        cloud.meta()
                .tell(MetaWebhook.status(cloud.number().id(), MetaWebhook.failed(cloud.engineId(id), TO, id, 131047)));
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("failed"))
                .body("data.error.code", equalTo("customer_window_closed"));
    }

    @Test
    void aRequestThatMetMetasLimitsMayBeRepeatedWithItsKey() {
        graph.failFor("16505550006", Fault.code(131056));
        assertFailure(withKey("16505550006"), 429, "rate_limit_exceeded").header("Retry-After", "1");
        graph.heal("16505550006");
        clock.advance(Duration.ofSeconds(2));
        withKey("16505550006").then().statusCode(200).body("data.status", equalTo("sent"));
        withKey("16505550006").then().statusCode(200).header("Idempotency-Replayed", "true");
        assertEquals(2, graph.messages(cloud.number()).size());
    }

    @Test
    void doesNotBotherMetaWhileItIsDown() {
        graph.failFor("16505550007", Fault.error(503, 131016, 0, "Service unavailable", "down"));
        for (int i = 0; i < 25; i++) {
            assertFailure(api.sendText(cloud.session(), "16505550007", "x"), 503, "service_unavailable")
                    .header("Retry-After", "5");
        }
        int calls = graph.messages(cloud.number()).size();
        assertTrue(calls >= 10 && calls < 25, "calls: " + calls);
    }

    @Test
    void refusalsKeepTheWayOpen() {
        graph.failFor("16505550008", Fault.code(131026));
        for (int i = 0; i < 25; i++) {
            assertFailure(api.sendText(cloud.session(), "16505550008", "x"), 400, "recipient_not_on_whatsapp");
        }
        api.sentText(cloud.session(), TO);
    }

    private Response withKey(String to) {
        return api.request()
                .header("Idempotency-Key", "key-of-" + cloud.session())
                .contentType("application/json")
                .body(cloud.to(to, "text", "x"))
                .post("/v1/messages/text");
    }

    private String sent(String path, Object... fields) {
        return api.post(path, cloud.to(TO, fields))
                .then()
                .statusCode(200)
                .body("data.status", equalTo("sent"))
                .extract()
                .path("data.messageId");
    }

    private JsonObject lastBody() {
        List<FakeGraph.Call> calls = graph.calls(cloud.number());
        return calls.get(calls.size() - 1).body();
    }

    private void assertBody(String expected, Object... values) {
        assertEquals(new JsonObject(expected.formatted(values)), lastBody());
    }
}
