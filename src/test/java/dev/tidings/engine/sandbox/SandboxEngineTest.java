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
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void linksOneOfThePhonesThatScanAtTheSameTime() {
        for (int round = 0; round < 3; round++) {
            String session = api.newSession();
            List<Response> answers = atOnce(
                    4,
                    i -> api.post(
                            "/v1/sandbox/sessions/" + session + "/scan", Map.of("phoneNumber", "1415555011" + i)));
            List<Response> linked = answers.stream()
                    .filter(answer -> answer.statusCode() == 200)
                    .toList();
            assertEquals(1, linked.size());
            String phone = linked.get(0).path("data.phoneNumber");
            api.get("/v1/sessions/" + session)
                    .then()
                    .body("data.status", equalTo("connected"))
                    .body("data.phoneNumber", equalTo(phone));
            answers.stream()
                    .filter(answer -> answer.statusCode() != 200)
                    .forEach(answer -> assertFailure(answer, 409, "session_conflict"));
        }
    }

    @Test
    void takesEachStepOnceOfThoseAtTheSameTime() {
        for (String step : new String[] {"disconnect", "logout"}) {
            String session = api.connectedSession();
            List<Response> answers = atOnce(4, i -> api.post("/v1/sandbox/sessions/" + session + "/" + step));
            assertEquals(
                    1,
                    answers.stream()
                            .filter(answer -> answer.statusCode() == 200)
                            .count(),
                    step);
            answers.stream()
                    .filter(answer -> answer.statusCode() != 200)
                    .forEach(answer -> assertFailure(answer, 409, "session_conflict"));
        }
    }

    private static List<Response> atOnce(int many, IntFunction<Response> request) {
        List<CompletableFuture<Response>> all = IntStream.range(0, many)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> request.apply(i)))
                .toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "525512345678,5215512345678",
        "5215512345678,5215512345678",
        "541123456789,5491123456789",
        "5531988887777,553188887777",
        "551188887777,5511988887777",
        "14155552671,14155552671"
    })
    void writesNumbersAsWhatsAppDoesAndKeepsWhatWasGiven(String given, String known) {
        String session = api.connectedSession();
        api.get("/v1/contacts/" + given + "?sessionId=" + session)
                .then()
                .statusCode(200)
                .body("data.phone", equalTo(given))
                .body("data.onWhatsApp", equalTo(true))
                .body("data.chatId", equalTo(known));
        api.get("/v1/messages/" + api.sentText(session, given))
                .then()
                .body("data.to", equalTo(given))
                .body("data.chatId", equalTo(known));
        String path = "/v1/sandbox/sessions/" + session + "/inbound";
        String inbound = api.post(path, Map.of("from", given, "type", "text", "text", "x"))
                .then()
                .statusCode(201)
                .extract()
                .path("data.messageId");
        api.get("/v1/messages/" + inbound)
                .then()
                .body("data.from", equalTo(known))
                .body("data.chatId", equalTo(known));
    }

    @Test
    void takesNumbersInWhatsAppsFormEverywhere() {
        String session = api.connectedSession();
        String mexican = "+52 1 55 1234 5678";
        api.post(
                        "/v1/messages/bulk",
                        Map.of(
                                "sessionId",
                                session,
                                "messages",
                                List.of(Map.of("type", "text", "to", mexican, "text", "x"))))
                .then()
                .statusCode(201);
        String pending = api.newSession();
        api.post("/v1/sessions/" + pending + "/pairing-code", Map.of("phoneNumber", mexican))
                .then()
                .statusCode(200);
        api.post("/v1/sandbox/sessions/" + pending + "/scan", Map.of("phoneNumber", mexican))
                .then()
                .statusCode(200)
                .body("data.phoneNumber", equalTo("5215512345678"));
        // a trunk prefix is sent unchanged, so it is checked unchanged
        assertFailure(api.sendText(session, "+44 (0)7911 123456", "x"), 400, "invalid_phone_number", "to");
    }

    @Test
    void refusesBlankTexts() {
        String session = api.connectedSession();
        for (String blank : new String[] {"", "   ", "\u00A0", "\u200B", "\uFEFF\u2060"}) {
            assertFailure(api.post("/v1/sessions", Map.of("name", blank)), 400, "invalid_request", "name");
            assertFailure(api.sendText(session, "14155552671", blank), 400, "invalid_request", "text");
            assertFailure(
                    api.post(
                            "/v1/sandbox/sessions/" + session + "/inbound",
                            Map.of("from", "14155552671", "type", "text", "text", blank)),
                    400,
                    "invalid_request",
                    "text");
            assertFailure(
                    api.post(
                            "/v1/messages/template",
                            Map.of(
                                    "sessionId",
                                    session,
                                    "to",
                                    "14155552671",
                                    "name",
                                    "hello",
                                    "language",
                                    "en",
                                    "components",
                                    List.of(Map.of(
                                            "type",
                                            "body",
                                            "parameters",
                                            List.of(Map.of("type", "text", "text", blank)))))),
                    400,
                    "invalid_request",
                    "components[0].parameters[0].text");
        }
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
