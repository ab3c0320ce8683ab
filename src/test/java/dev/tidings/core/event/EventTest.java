package dev.tidings.core.event;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventTest {
    @Inject
    MovableClock clock;

    @Inject
    EventRetentionJob keeper;

    @Inject
    AgroalDataSource database;

    @Inject
    EngineListener engines;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @Test
    void tellsEachStepOfASessionAndNumbersThemWithoutGaps() {
        assertTrue(events(2).getString("data[0].data.qrCode").startsWith("data:image/png;base64,"));
        api.post("/v1/sandbox/sessions/" + session + "/disconnect", Map.of());
        api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
        api.awaitSession(session, "connected");
        api.delete("/v1/sessions/" + session).then().statusCode(200);
        JsonPath events = events(5);
        assertEquals(
                List.of(
                        "session.qr",
                        "session.connected",
                        "session.disconnected",
                        "session.connected",
                        "session.logged_out"),
                events.getList("data.event"));
        assertEquals(LongStream.rangeClosed(1, 5).mapToObj(Math::toIntExact).toList(), events.getList("data.sequence"));
        assertEquals("deleted", events.getString("data[4].data.statusReason"));
        assertNull(events.getString("data[0].data.qrCode"), "nothing that pairs outlives a logout");
    }

    @Test
    void showsASessionAsItsOwnAddressDoes() {
        Object shown = api.get("/v1/sessions/" + session).path("data");
        assertEquals(shown, events(2).get("data[1].data"));
    }

    @Test
    void tellsEachStepOfAMessageOnce() {
        String message = api.sentText(session, "14155552671");
        api.awaitMessage(message, "read");
        assertEquals(List.of("message.sent", "message.delivered", "message.read"), ofMessage(3, message, "event"));
        assertEquals(List.of("sent", "delivered", "read"), ofMessage(3, message, "data.status"));
        api.post("/v1/sandbox/messages/" + message + "/status", Map.of("status", "delivered"));
        api.post("/v1/sandbox/messages/" + message + "/status", Map.of("status", "read"));
        api.sentText(session, "14155550005");
        // the next event of the session belongs to the next message
        assertEquals("message.sent", events(6).getString("data[5].event"));
    }

    @Test
    void showsAMessageAsItsOwnAddressDoes() {
        String quoted = api.sentText(session, "14155550005");
        String message = api.post(
                        "/v1/messages/text",
                        Map.of(
                                "sessionId",
                                session,
                                "to",
                                "14155550005",
                                "text",
                                "ü \" \\ 😀",
                                "quotedMessageId",
                                quoted))
                .then()
                .statusCode(200)
                .extract()
                .path("data.messageId");
        Object shown = api.get("/v1/messages/" + message).path("data");
        assertEquals(List.of(shown), ofMessage(1, message, "data"));
    }

    @Test
    void showsWhyAMessageFailed() {
        String message =
                api.sendText(session, "14155550001", "x").then().extract().path("error.details.messageId");
        Object shown = api.get("/v1/messages/" + message).path("data");
        assertEquals(List.of("message.failed"), ofMessage(1, message, "event"));
        assertEquals(List.of(shown), ofMessage(1, message, "data"));
    }

    @Test
    void tellsOfWhatComesIn() {
        String inbound = inbound(Map.of("from", "14155550177", "type", "text", "text", "hello"));
        engines.onMessage(reaction(inbound)).await().atMost(Duration.ofSeconds(20));
        engines.onMessage(reaction(inbound)).await().atMost(Duration.ofSeconds(20));
        api.post("/v1/messages/" + inbound + "/read").then().statusCode(200);
        assertEquals(
                List.of("session.qr", "session.connected", "message.received", "message.reaction"),
                events(4).getList("data.event"));
        assertEquals("14155550177", events().getString("data[2].data.from"));
    }

    @Test
    void tellsOfMessagesThatWaitInVain() {
        api.post("/v1/sandbox/sessions/" + session + "/disconnect", Map.of());
        String bulk = api.post(
                        "/v1/messages/bulk",
                        Map.of("sessionId", session, "messages", List.of(text("one"), text("two"), text("three"))))
                .then()
                .statusCode(201)
                .extract()
                .path("data.bulkId");
        api.post("/v1/sessions/" + session + "/logout").then().statusCode(200);
        await().untilAsserted(() -> assertEquals(
                List.of("message.failed", "message.failed", "message.failed"),
                events().getList("data.findAll { it.data.bulkId == '" + bulk + "' }.event")));
        assertEquals(7, events().getInt("data[-1].sequence"));
    }

    @Test
    void goesOnAfterTheLastEventThatAReaderKnows() {
        api.sentText(session, "14155550005");
        List<String> all = events(3).getList("data.id");
        List<String> read = new ArrayList<>();
        String path = "/v1/events?limit=1&sessionId=" + session;
        String next = path;
        while (next != null) {
            JsonPath page = api.get(next).then().statusCode(200).extract().jsonPath();
            read.addAll(page.getList("data.id"));
            next = page.getString("page.nextCursor") == null
                    ? null
                    : path + "&cursor=" + page.getString("page.nextCursor");
        }
        assertEquals(all, read);
        api.get(path + "&after=" + all.get(1)).then().body("data.id", equalTo(all.subList(2, 3)));
        api.get(path + "&after=" + all.get(2)).then().body("data", hasSize(0)).body("page.hasMore", equalTo(false));
    }

    @Test
    void refusesPlacesThatItDoesNotKnow() {
        assertFailure(api.get("/v1/events?after=evt_00000000000000000000000000"), 404, "resource_not_found");
        assertFailure(api.get("/v1/events?after=nonsense"), 404, "resource_not_found");
        String known = events(2).getString("data[0].id");
        String cursor = api.get("/v1/events?limit=1&sessionId=" + session).path("page.nextCursor");
        assertFailure(
                api.get("/v1/events?sessionId=" + session + "&after=" + known + "&cursor=" + cursor),
                400,
                "invalid_request",
                "after");
    }

    @Test
    void neverLetsAReaderPassAnEventThatIsCommittedLater() throws SQLException {
        events(2);
        try (Connection late = database.getConnection()) {
            late.setAutoCommit(false);
            publish(late);
            api.sentText(session, "14155550005");
            assertEquals(List.of("session.qr", "session.connected"), events().getList("data.event"));
            late.commit();
        }
        // the late one belongs to another session, but the reader waited for it
        assertEquals(
                List.of("session.qr", "session.connected", "message.sent"),
                events(3).getList("data.event"));
    }

    @Test
    void forgetsEventsAfterAWeek() {
        clock.advance(Duration.ofDays(8));
        String kept = api.newSession();
        keeper.run().await().atMost(Duration.ofSeconds(20));
        assertEquals(List.of(), events().getList("data"));
        api.get("/v1/events?sessionId=" + kept).then().statusCode(200);
    }

    private static void publish(Connection connection) throws SQLException {
        try (ResultSet done = connection
                .createStatement()
                .executeQuery("SELECT publish_event('acc_00000000000000000000000000', 'session_another', 'session.qr',"
                        + " '{}', now())")) {
            assertTrue(done.next());
        }
    }

    private InboundMessage reaction(String messageId) {
        MessageContent content = new MessageContent.Reaction(messageId, "👍");
        return new InboundMessage(session, "REACTION", "14155550177", "14155550177", content, null, clock.instant());
    }

    private static Map<String, Object> text(String text) {
        return Map.of("type", "text", "to", "14155552671", "text", text);
    }

    private String inbound(Map<String, Object> body) {
        return api.post("/v1/sandbox/sessions/" + session + "/inbound", body)
                .then()
                .statusCode(201)
                .extract()
                .path("data.messageId");
    }

    /** All events, once there are that many: none is shown while an older transaction runs. */
    private JsonPath events(int count) {
        await().untilAsserted(() -> assertEquals(count, events().getList("data").size()));
        return events();
    }

    private JsonPath events() {
        return api.get("/v1/events?limit=100&sessionId=" + session)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<Object> ofMessage(int count, String messageId, String path) {
        String those = "data.findAll { it.data.messageId == '" + messageId + "' }.";
        await().untilAsserted(
                        () -> assertEquals(count, events().getList(those + "id").size()));
        return events().getList(those + path);
    }
}
