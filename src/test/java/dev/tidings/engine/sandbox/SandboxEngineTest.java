package dev.tidings.engine.sandbox;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.engine.EngineContract;
import dev.tidings.platform.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SandboxEngineTest extends EngineContract {
    @Override
    protected String engineName() {
        return "sandbox";
    }

    @Override
    protected Map<String, Object> newSession() {
        return Map.of("name", "contract", "engine", "sandbox");
    }

    @Override
    protected void connect(String sessionId) {
        api.scan(sessionId, null);
    }

    @Override
    protected String goodRecipient() {
        return "14155552671";
    }

    @Override
    protected Optional<String> recipientRefusedWith(ErrorCode code) {
        return switch (code) {
            case RECIPIENT_NOT_ON_WHATSAPP -> Optional.of("14155550001");
            case MESSAGE_SENDING_FAILED -> Optional.of("14155550002");
            case MESSAGE_REJECTED -> Optional.of("14155550006");
            default -> Optional.empty();
        };
    }

    @Test
    void listsItsMagicNumbers() {
        api.get("/v1/sandbox")
                .then()
                .statusCode(200)
                .body("data.ending", hasItems("0001", "0002", "0003", "0004", "0005", "0006", "0007"));
    }

    @Test
    void refusesForGoodAndForAMoment() {
        String session = api.connectedSession();
        String refused = assertFailure(api.sendText(session, "14155550006", "x"), 422, "message_rejected")
                .body("error.details.engineCode", equalTo("131049"))
                .body("error.details.reason", containsString("ecosystem"))
                .extract()
                .path("error.details.messageId");
        api.get("/v1/messages/" + refused)
                .then()
                .body("data.error.code", equalTo("message_rejected"))
                .body("data.error.engineCode", equalTo("131049"))
                .body("data.error.reason", containsString("ecosystem"));
        assertFailure(api.sendText(session, "14155550007", "x"), 429, "rate_limit_exceeded")
                .header("Retry-After", "6");
    }

    @Test
    void takesItsTimeForSlowNumbers() {
        String session = api.connectedSession();
        long begun = System.nanoTime();
        api.sendText(session, "14155550004", "x").then().statusCode(200).body("data.status", equalTo("sent"));
        assertTrue(System.nanoTime() - begun >= Duration.ofSeconds(3).toNanos());
    }

    @Test
    void refusesStepsThatDoNotFitTheSession() {
        String pending = api.newSession();
        String path = "/v1/sandbox/sessions/" + pending;
        assertFailure(api.post(path + "/disconnect"), 409, "session_conflict");
        assertFailure(api.post(path + "/logout"), 409, "session_conflict");
        assertFailure(
                api.post(path + "/inbound", Map.of("from", "14155552671", "type", "text", "text", "x")),
                409,
                "session_conflict");
        api.scan(pending, null);
        assertFailure(api.post(path + "/scan", Map.of()), 409, "session_conflict");
    }

    @Test
    void refusesValuesThatMakeNoSense() {
        String path = "/v1/sandbox/sessions/" + api.newSession();
        assertFailure(
                api.post(path + "/scan", Map.of("phoneNumber", "me")), 400, "invalid_phone_number", "phoneNumber");
        api.post(path + "/scan", Map.of());
        assertFailure(
                api.post(path + "/inbound", Map.of("from", "me", "type", "text", "text", "x")),
                400,
                "invalid_phone_number",
                "from");
        assertFailure(
                api.post(path + "/inbound", Map.of("from", "14155552671", "type", "text", "text", "x".repeat(4097))),
                400,
                "message_too_long",
                "text");
        assertFailure(
                api.post(path + "/inbound", Map.of("from", "14155552671", "type", "smoke", "text", "x")),
                400,
                "invalid_request",
                "type");
    }

    @Test
    void reportsStatusesOfItsOwnMessagesOnly() {
        String session = api.connectedSession();
        String elsewhere = api.sentText(api.connectedSession(), "14155552671");
        String path = "/v1/sandbox/sessions/" + session + "/messages/";
        assertFailure(api.post(path + elsewhere + "/status", Map.of("status", "read")), 404, "message_not_found");
        assertFailure(api.post(path + "x/status", Map.of("status", "read")), 404, "message_not_found");
    }

    @Test
    void isLoggedOutByThePhone() {
        String session = api.connectedSession();
        api.post("/v1/sandbox/sessions/" + session + "/logout")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("logged_out"));
    }

    @Test
    void followsTheScheduleOfQrCodes() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(start.plusSeconds(60), at(start, 0).expiresAt());
        assertEquals(0, at(start, 59).number());
        assertEquals(1, at(start, 60).number());
        assertEquals(start.plusSeconds(80), at(start, 60).expiresAt());
        assertEquals(5, at(start, 159).number());
        assertTrue(QrSchedule.at(start, start.plusSeconds(160)).isEmpty());
    }

    private static QrSchedule.Code at(Instant start, int seconds) {
        return QrSchedule.at(start, start.plusSeconds(seconds)).orElseThrow();
    }
}
