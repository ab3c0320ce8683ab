package dev.tidings.core.message.queue;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BulkTest {

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @Test
    void sendsEveryMessageInItsOrder() {
        String id = accepted(texts(60, "14155550005"));
        awaitStatus(id, "completed");
        List<String> sent = new ArrayList<>(api.get("/v1/messages?sessionId=" + session + "&limit=100")
                .jsonPath()
                .getList("data.sort { it.timestamps.sent }.content.text", String.class));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            expected.add("message " + i);
        }
        List<String> listed = api.get("/v1/messages/bulk/" + id).path("data.messages.messageId");
        assertEquals(60, listed.size());
        assertEquals(expected.size(), sent.size());
        assertEquals(expected, sent);
    }

    @Test
    void tellsTheResultOfEachMessage() {
        String id = accepted(List.of(
                text("14155550005", "goes"),
                text("14155550001", "is not there"),
                text("14155550003", "gets lost"),
                Map.of("type", "location", "to", "14155550005", "latitude", 1.5, "longitude", 2.5)));
        awaitStatus(id, "completed");
        api.get("/v1/messages/bulk/" + id)
                .then()
                .body("data.total", equalTo(4))
                .body("data.messages.status", equalTo(List.of("sent", "failed", "unknown", "sent")))
                .body("data.messages[1].error.code", equalTo("recipient_not_on_whatsapp"))
                .body("data.progress", equalTo(Map.of("sent", 2, "failed", 1, "unknown", 1)));
        String first = api.get("/v1/messages/bulk/" + id).path("data.messages[0].messageId");
        api.get("/v1/messages/" + first).then().body("data.bulkId", equalTo(id));
    }

    @Test
    void isRefusedWholeForOneBadMessage() {
        assertFailure(
                bulk(List.of(text("14155552671", "x"), text("me", "x"))),
                400,
                "invalid_phone_number",
                "messages[1].to");
        assertFailure(
                bulk(List.of(text("14155552671", "x"), text("999123456789", "x"))),
                400,
                "invalid_phone_number",
                "messages[1].to");
        assertFailure(
                bulk(List.of(text("14155552671", "x".repeat(4097)))), 400, "message_too_long", "messages[0].text");
        assertFailure(
                bulk(List.of(Map.of("type", "text", "to", "14155552671"))),
                400,
                "missing_required_parameter",
                "messages[0].text");
        assertFailure(
                bulk(List.of(Map.of("type", "smoke", "to", "14155552671"))),
                400,
                "invalid_request",
                "messages[0].type");
        assertFailure(
                bulk(List.of(Map.of("type", "reaction", "messageId", "msg_none", "emoji", "👍"))),
                404,
                "message_not_found",
                "messages[0].messageId");
        api.get("/v1/messages?sessionId=" + session).then().body("data", equalTo(List.of()));
    }

    @Test
    void holdsOneToAThousandMessages() {
        assertFailure(bulk(List.of()), 400, "invalid_request", "messages");
        assertFailure(bulk(texts(1001, "14155552671")), 400, "invalid_request", "messages");
    }

    @Test
    void waitsWhileItsSessionIsDisconnected() {
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        String id = accepted(texts(2, "14155550005"));
        api.get("/v1/messages/bulk/" + id).then().body("data.status", equalTo("queued"));
        api.post("/v1/sessions/" + session + "/restart");
        awaitStatus(id, "completed");
    }

    @Test
    void failsWhatWaitsForASessionThatLogsOut() {
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        String id = accepted(texts(2, "14155550005"));
        api.post("/v1/sessions/" + session + "/logout");
        awaitStatus(id, "completed");
        api.get("/v1/messages/bulk/" + id)
                .then()
                .body("data.messages.status", equalTo(List.of("failed", "failed")))
                .body("data.messages[0].error.code", equalTo("session_disconnected"));
    }

    @Test
    void neverSendsWhatWasCancelled() {
        api.post("/v1/sandbox/sessions/" + session + "/disconnect");
        String id = accepted(texts(3, "14155550005"));
        for (int twice = 0; twice < 2; twice++) {
            api.delete("/v1/messages/bulk/" + id)
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo("cancelled"))
                    .body("data.progress", equalTo(Map.of("cancelled", 3)));
        }
    }

    @Test
    void tellsWhatIsWrongWithItsSession() {
        session = api.newSession();
        assertFailure(bulk(texts(1, "14155552671")), 400, "session_not_connected");
        api.post("/v1/sessions/" + session + "/logout");
        assertFailure(bulk(texts(1, "14155552671")), 400, "session_disconnected");
        session = "session_none";
        assertFailure(bulk(texts(1, "14155552671")), 404, "session_not_found");
    }

    private String accepted(List<Map<String, Object>> messages) {
        return bulk(messages)
                .then()
                .statusCode(201)
                .body("data.total", equalTo(messages.size()))
                .extract()
                .path("data.bulkId");
    }

    private Response bulk(List<Map<String, Object>> messages) {
        return api.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", messages));
    }

    private void awaitStatus(String bulkId, String status) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            String now = api.get("/v1/messages/bulk/" + bulkId).path("data.status");
            assertTrue(now.equals(status), now);
        });
    }

    private static List<Map<String, Object>> texts(int count, String to) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(text(to, "message " + i));
        }
        return messages;
    }

    private static Map<String, Object> text(String to, String text) {
        return Map.of("type", "text", "to", to, "text", text);
    }
}
