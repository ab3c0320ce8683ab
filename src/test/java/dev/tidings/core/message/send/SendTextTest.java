package dev.tidings.core.message.send;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SendTextTest {
    private static final String UNKNOWN_SESSION = "session_00000000000000000000000000";

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @Test
    void answersOnceTheEngineHasTakenIt() {
        String id = api.sendText(session, "14155552671", "hello")
                .then()
                .statusCode(200)
                .body("data.messageId", matchesPattern("msg_[0-9a-hjkmnp-tv-z]{26}"))
                .body("data.status", equalTo("sent"))
                .body("data.timestamp", matchesPattern(".*Z"))
                .extract()
                .path("data.messageId");
        api.get("/v1/messages/" + id)
                .then()
                .statusCode(200)
                .body("data.direction", equalTo("outbound"))
                .body("data.chatId", equalTo("14155552671"))
                .body("data.to", equalTo("14155552671"))
                .body("data.from", notNullValue())
                .body("data.type", equalTo("text"))
                .body("data.content", equalTo(Map.of("text", "hello")))
                .body("data.timestamps.created", notNullValue())
                .body("data.timestamps.sent", notNullValue())
                .body("data", not(hasKey("error")));
        api.awaitMessage(id, "read");
        api.get("/v1/messages/" + id).then().body("data.timestamps.delivered", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "+14155552671,14155552671",
        "+1 (415) 555-2671,14155552671",
        "49.171.1234567,491711234567",
        "+44 20/7946 0958,442079460958"
    })
    void acceptsNumbersAsPeopleWriteThem(String written, String digits) {
        String id = api.sentText(session, written);
        api.get("/v1/messages/" + id).then().body("data.to", equalTo(digits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "1234567890123456",
                "+999123456789",
                "1415555",
                "0049171123456789012",
                "abc",
                "+1415555267x",
                "++14155552671",
                "１４１５５５５２６７１",
                "14155552671@c.us",
                "+"
            })
    void refusesWhatIsNoNumber(String to) {
        assertFailure(api.sendText(session, to, "hello"), 400, "invalid_phone_number", "to");
    }

    @Test
    void countsCharactersNotTheirBytes() {
        api.sendText(session, "14155552671", "🚀".repeat(4096)).then().statusCode(200);
        assertFailure(api.sendText(session, "14155552671", "🚀".repeat(4097)), 400, "message_too_long", "text");
        assertFailure(api.sendText(session, "14155552671", "x".repeat(4097)), 400, "message_too_long", "text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "a\\ud800b", "\\udc00"})
    void refusesWhatIsNoText(String escaped) {
        assertFailure(
                api.post(
                        "/v1/messages/text",
                        "{\"sessionId\":\"" + session + "\",\"to\":\"14155552671\",\"text\":\"" + escaped + "\"}"),
                400,
                "invalid_request",
                "text");
    }

    @Test
    void namesTheFirstMissingFieldInTheOrderOfTheSchema() {
        assertFailure(api.post("/v1/messages/text", Map.of("to", "x")), 400, "missing_required_parameter", "sessionId");
        assertFailure(
                api.post("/v1/messages/text", Map.of("sessionId", session, "to", "x")),
                400,
                "missing_required_parameter",
                "text");
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put("sessionId", session);
        nothing.put("to", null);
        nothing.put("text", "x");
        assertFailure(api.post("/v1/messages/text", nothing), 400, "missing_required_parameter", "to");
    }

    @Test
    void coercesNothing() {
        assertFailure(
                api.post("/v1/messages/text", Map.of("sessionId", session, "to", 14155552671L, "text", "x")),
                400,
                "invalid_parameter_type",
                "to");
        assertFailure(
                api.post(
                        "/v1/messages/text",
                        Map.of("sessionId", session, "to", "14155552671", "text", "x", "previewUrl", "true")),
                400,
                "invalid_parameter_type",
                "previewUrl");
    }

    @Test
    void tellsWhatIsWrongWithTheSession() {
        assertFailure(api.sendText(UNKNOWN_SESSION, "14155552671", "x"), 404, "session_not_found");
        assertFailure(api.sendText("nonsense", "14155552671", "x"), 404, "session_not_found");
        assertFailure(api.sendText(api.newSession(), "14155552671", "x"), 400, "session_not_connected");
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        assertFailure(api.sendText(session, "14155552671", "x"), 400, "session_disconnected");
        api.post("/v1/sessions/" + session + "/logout");
        assertFailure(api.sendText(session, "14155552671", "x"), 400, "session_disconnected");
        api.delete("/v1/sessions/" + session);
        assertFailure(api.sendText(session, "14155552671", "x"), 404, "session_not_found");
    }

    @Test
    void looksAtTheValuesBeforeTheSession() {
        assertFailure(api.sendText(UNKNOWN_SESSION, "abc", "x"), 400, "invalid_phone_number", "to");
        assertFailure(api.sendText(UNKNOWN_SESSION, "999999999999", "x"), 400, "invalid_phone_number", "to");
    }

    @ParameterizedTest
    @CsvSource({"14155550001,400,recipient_not_on_whatsapp", "14155550002,500,message_sending_failed"})
    void keepsTheMessageThatTheEngineRefused(String to, int status, String code) {
        String id = assertFailure(api.sendText(session, to, "x"), status, code)
                .extract()
                .path("error.details.messageId");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("failed"))
                .body("data.error.code", equalTo(code))
                .body("data.timestamps.failed", notNullValue());
    }

    @Test
    void saysUnknownWhenTheAnswerWasLostAndLearnsLater() {
        String id = api.sendText(session, "14155550003", "x")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("unknown"))
                .extract()
                .path("data.messageId");
        report(id, "delivered");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("delivered"))
                .body("data.timestamps.sent", nullValue());
    }

    @Test
    void onlyEverMovesAStatusUp() {
        String id = api.sentText(session, "14155550005");
        report(id, "read");
        report(id, "delivered");
        report(id, "failed");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("read"))
                .body("data.timestamps.delivered", notNullValue())
                .body("data", not(hasKey("error")));
    }

    @Test
    void staysFailedWhateverComesLater() {
        String id = api.sentText(session, "14155550005");
        report(id, "failed");
        report(id, "delivered");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.status", equalTo("failed"))
                .body("data.error.code", equalTo("message_sending_failed"));
    }

    @Test
    void quotesAMessageOfItsSession() {
        String quoted = api.sentText(session, "14155550005");
        String id = api.post("/v1/messages/text", quoting(quoted))
                .then()
                .statusCode(200)
                .extract()
                .path("data.messageId");
        api.get("/v1/messages/" + id).then().body("data.quotedMessageId", equalTo(quoted));
    }

    @Test
    void quotesNothingElse() {
        String elsewhere = api.sentText(api.connectedSession(), "14155552671");
        assertFailure(api.post("/v1/messages/text", quoting(elsewhere)), 404, "message_not_found", "quotedMessageId");
        assertFailure(api.post("/v1/messages/text", quoting("x")), 404, "message_not_found", "quotedMessageId");
    }

    @Test
    void answersAnAddressThatItHasHeardFromWhateverItsForm() {
        String odd = "99912345678";
        assertFailure(api.sendText(session, odd, "x"), 400, "invalid_phone_number", "to");
        api.post("/v1/sandbox/sessions/" + session + "/inbound", Map.of("from", odd, "type", "text", "text", "hello"))
                .then()
                .statusCode(201);
        api.sendText(session, odd, "x").then().statusCode(200);
    }

    private Map<String, Object> quoting(String messageId) {
        return Map.of("sessionId", session, "to", "14155552671", "text", "x", "quotedMessageId", messageId);
    }

    private void report(String messageId, String status) {
        api.post("/v1/sandbox/sessions/" + session + "/messages/" + messageId + "/status", Map.of("status", status))
                .then()
                .statusCode(200);
    }
}
