package dev.tidings.core.message.send;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.core.media.Samples;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.OpenApiDocument;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.Json;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true for every type of message that is sent. */
@QuarkusTest
class EverySendTest {
    private static final Map<String, Map<String, Object>> CONTENTS = Map.of(
            "text", Map.of("text", "hello"),
            "media", Map.of("mediaType", "document", "media", "SGVsbG8sIHdvcmxkIQ=="),
            "location", Map.of("latitude", 52.5163, "longitude", 13.3777, "name", "Brandenburg Gate"),
            "contact", Map.of("contacts", List.of(Map.of("name", "Ada", "phones", List.of("+14155552671")))),
            "interactive", Map.of("body", "Today?", "buttons", List.of(Map.of("id", "yes", "title", "Yes"))),
            "template", Map.of("name", "order_shipped", "language", "en_US"));

    @Inject
    MovableClock clock;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @ParameterizedTest
    @ValueSource(strings = {"location", "contact", "media", "interactive"})
    void isStoredAsItWasSent(String type) {
        String id = send(type, session, "14155552671")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("sent"))
                .extract()
                .path("data.messageId");
        api.get("/v1/messages/" + id).then().body("data.type", equalTo(shown(type)));
        api.awaitMessage(id, "read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"location", "contact", "media", "interactive"})
    void tellsWhatIsWrongWithSessionAndRecipient(String type) {
        assertFailure(send(type, "session_none", "14155552671"), 404, "session_not_found");
        assertFailure(send(type, api.newSession(), "14155552671"), 400, "session_not_connected");
        assertFailure(send(type, session, "me"), 400, "invalid_phone_number", "to");
        assertFailure(send(type, session, "14155550001"), 400, "recipient_not_on_whatsapp");
        assertFailure(send(type, session, "14155550002"), 500, "message_sending_failed");
        Map<String, Object> quoting = body(type, session, "14155552671");
        quoting.put("quotedMessageId", "msg_none");
        assertFailure(api.post("/v1/messages/" + type, quoting), 404, "message_not_found", "quotedMessageId");
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        assertFailure(send(type, session, "14155552671"), 400, "session_disconnected");
    }

    @ParameterizedTest
    @ValueSource(strings = "template")
    void saysWhatItsEngineCannotDo(String type) {
        assertFailure(send(type, session, "14155552671"), 422, "not_supported_by_engine");
        assertFailure(send(type, "session_none", "14155552671"), 404, "session_not_found");
        assertFailure(send(type, session, "me"), 400, "invalid_phone_number", "to");
        assertFailure(bulk(Map.of("type", type), CONTENTS.get(type)), 422, "not_supported_by_engine");
    }

    @Test
    void takesTheDocumentedInteractiveMessages() {
        String picture = Base64.getEncoder().encodeToString(Samples.png());
        List<JsonNode> examples =
                OpenApiDocument.of("http://localhost:" + RestAssured.port).examples("SendInteractive");
        assertEquals(12, examples.size());
        for (JsonNode example : examples) {
            String body = ((ObjectNode) example).put("sessionId", session).toString();
            api.post("/v1/messages/interactive", body.replaceAll("https://example.com/[12].png", picture))
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo("sent"));
        }
    }

    @Test
    void documentsItsFieldsInTheirOrder() {
        assertEquals(
                List.of("sessionId", "to", "text", "quotedMessageId", "previewUrl", "sendAt"),
                OpenApiDocument.of("http://localhost:" + RestAssured.port).fields("SendText"));
    }

    @Test
    void reactsToMessagesBothWays() {
        String sent = api.sentText(session, "14155552671");
        String id = react(sent, "👍").then().statusCode(200).extract().path("data.messageId");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.type", equalTo("reaction"))
                .body("data.to", equalTo("14155552671"))
                .body("data.content", equalTo(Map.of("messageId", sent, "emoji", "👍")));
        react(inbound("14155550177"), "").then().statusCode(200);
    }

    @Test
    void tellsWhatIsWrongWithAReaction() {
        String sent = api.sentText(session, "14155552671");
        assertFailure(react("msg_none", "👍"), 404, "message_not_found", "messageId");
        assertFailure(react(sent, "ok"), 400, "invalid_request", "emoji");
        assertFailure(react(inbound("14155550001"), "👍"), 400, "recipient_not_on_whatsapp");
        assertFailure(react(inbound("14155550002"), "👍"), 500, "message_sending_failed");
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        assertFailure(react(sent, "👍"), 400, "session_disconnected");
        api.post("/v1/sandbox/sessions/" + session + "/logout");
        api.post("/v1/sessions/" + session + "/restart");
        assertFailure(react(sent, "👍"), 400, "session_not_connected");
        session = "session_none";
        assertFailure(react(sent, "👍"), 404, "session_not_found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "media|media|\"?\"",
                "location|latitude|91",
                "location|longitude|-180.5",
                "contact|contacts|[]",
                "contact|contacts[0].name|[{\"name\":\"\",\"phones\":[\"14155552671\"]}]",
                "interactive|buttons|[]",
                "interactive|buttons[0].title|[{\"id\":\"a\",\"title\":\"longer than twenty letters\"}]",
                "template|language|\"x\""
            })
    void refusesValuesOutOfBounds(String type, String field, String value) {
        String name = field.replaceAll("\\[.*", "");
        StringBuilder json = new StringBuilder("{\"sessionId\":\"" + session + "\",\"to\":\"14155552671\"");
        CONTENTS.get(type)
                .forEach((key, ignored) -> json.append(",\"")
                        .append(key)
                        .append("\":")
                        .append(key.equals(name) ? value : text(type, key)));
        assertFailure(api.post("/v1/messages/" + type, json.append('}').toString()), 400, "invalid_request", field);
    }

    @Test
    void countsTheCharactersOfAnInteractiveBody() {
        Map<String, Object> body = body("interactive", session, "14155552671");
        body.put("body", "x".repeat(1025));
        assertFailure(api.post("/v1/messages/interactive", body), 400, "message_too_long", "body");
    }

    @Test
    void waitsForItsTime() {
        Map<String, Object> later = body("text", session, "14155552671");
        later.put("sendAt", clock.instant().plusSeconds(3600).toString());
        String id = api.post("/v1/messages/text", later)
                .then()
                .statusCode(201)
                .body("data.status", equalTo("queued"))
                .body("data.timestamp", equalTo(later.get("sendAt")))
                .extract()
                .path("data.messageId");
        api.get("/v1/messages/" + id).then().body("data.status", equalTo("queued"));
        clock.advance(Duration.ofHours(1));
        api.awaitMessage(id, "read");
        assertFailure(api.delete("/v1/messages/" + id), 409, "message_conflict");
    }

    @Test
    void neverGoesOutOnceCancelled() {
        Map<String, Object> later = body("text", session, "14155552671");
        later.put("sendAt", clock.instant().plusSeconds(3600).toString());
        String id = api.post("/v1/messages/text", later).path("data.messageId");
        api.delete("/v1/messages/" + id).then().statusCode(200).body("data.status", equalTo("cancelled"));
        assertFailure(api.delete("/v1/messages/" + id), 409, "message_conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z"})
    void refusesATimeThatIsPastOrTooFar(String sendAt) {
        Map<String, Object> late = body("text", session, "14155552671");
        late.put("sendAt", sendAt);
        assertFailure(api.post("/v1/messages/text", late), 400, "invalid_request", "sendAt");
    }

    @Test
    void isMarkedRead() {
        String received = inbound("14155550177");
        for (int twice = 0; twice < 2; twice++) {
            api.post("/v1/messages/" + received + "/read")
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo("read"));
        }
        assertFailure(
                api.post("/v1/messages/" + api.sentText(session, "14155552671") + "/read"), 400, "invalid_request");
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        assertFailure(api.post("/v1/messages/" + received + "/read"), 400, "session_disconnected");
        api.post("/v1/sandbox/sessions/" + session + "/logout");
        api.post("/v1/sessions/" + session + "/restart");
        assertFailure(api.post("/v1/messages/" + received + "/read"), 400, "session_not_connected");
        api.delete("/v1/sessions/" + session);
        assertFailure(api.post("/v1/messages/" + received + "/read"), 404, "session_not_found");
    }

    @Test
    void asksWhetherANumberIsOnWhatsApp() {
        String query = "?sessionId=" + session;
        api.get("/v1/contacts/14155552671" + query)
                .then()
                .statusCode(200)
                .body("data", equalTo(Map.of("phone", "14155552671", "onWhatsApp", true, "chatId", "14155552671")));
        api.get("/v1/contacts/14155550001" + query).then().body("data.onWhatsApp", equalTo(false));
        assertFailure(api.get("/v1/contacts/me" + query), 400, "invalid_phone_number", "phone");
        assertFailure(api.get("/v1/contacts/14155552671"), 400, "missing_required_parameter", "sessionId");
        assertFailure(api.get("/v1/contacts/14155552671?sessionId=x"), 404, "session_not_found");
        assertFailure(api.get("/v1/contacts/14155552671?sessionId=" + api.newSession()), 400, "session_not_connected");
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        assertFailure(api.get("/v1/contacts/14155552671" + query), 400, "session_disconnected");
    }

    private Response send(String type, String sessionId, String to) {
        return api.post("/v1/messages/" + type, body(type, sessionId, to));
    }

    private Response react(String messageId, String emoji) {
        return api.post("/v1/messages/reaction", Map.of("sessionId", session, "messageId", messageId, "emoji", emoji));
    }

    private Response bulk(Map<String, Object> type, Map<String, Object> content) {
        Map<String, Object> item = new LinkedHashMap<>(type);
        item.put("to", "14155552671");
        item.putAll(content);
        return api.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", List.of(item)));
    }

    private String inbound(String from) {
        return api.post(
                        "/v1/sandbox/sessions/" + session + "/inbound",
                        Map.of("from", from, "type", "text", "text", "hello"))
                .path("data.messageId");
    }

    private static Map<String, Object> body(String type, String sessionId, String to) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sessionId", sessionId);
        body.put("to", to);
        body.putAll(CONTENTS.get(type));
        return body;
    }

    /** Messages with files are distinguished by the kind of their file. */
    private static String shown(String type) {
        return type.equals("media") ? "document" : type;
    }

    private static String text(String type, String key) {
        Object value = CONTENTS.get(type).get(key);
        return value instanceof String ? "\"" + value + "\"" : Json.encode(value);
    }
}
