package dev.tidings.core.message.send;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@QuarkusTest
class DailyLimitTest {
    private static final String SOMEBODY = "14155552671";

    @Inject
    MovableClock clock;

    /** Moves away from midnight, so that a test stays within one day. */
    @BeforeEach
    void beginADay() {
        Instant now = clock.instant();
        Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        if (Duration.between(now, tomorrow).compareTo(Duration.ofMinutes(5)) < 0) {
            clock.advance(Duration.between(now, tomorrow));
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryKindOfMessageBeyondIt() {
        Api api = limited(1).api();
        String session = api.connectedSession();
        String sent = api.sentText(session, SOMEBODY);
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        bodies.put("text", Map.of("to", SOMEBODY, "text", "hello"));
        bodies.put("location", Map.of("to", SOMEBODY, "latitude", 1, "longitude", 2));
        bodies.put(
                "contact",
                Map.of("to", SOMEBODY, "contacts", List.of(Map.of("name", "Ada", "phones", List.of("14155552671")))));
        bodies.put("reaction", Map.of("messageId", sent, "emoji", "👍"));
        bodies.put("bulk", Map.of("messages", List.of(text())));
        return bodies.entrySet().stream()
                .map(body -> DynamicTest.dynamicTest(body.getKey(), () -> {
                    Map<String, Object> request = new LinkedHashMap<>(body.getValue());
                    request.put("sessionId", session);
                    assertFailure(
                            api.post("/v1/messages/" + body.getKey(), request), 403, "daily_message_limit_reached");
                    if (!body.getKey().equals("bulk")) {
                        request.put("sendAt", clock.instant().plusSeconds(60).toString());
                        assertFailure(
                                api.post("/v1/messages/" + body.getKey(), request), 403, "daily_message_limit_reached");
                    }
                }));
    }

    @Test
    void countsWhatIsAcceptedThoughItFailsAndNothingElse() {
        Api api = limited(3).api();
        String session = api.connectedSession();
        assertFailure(api.sendText("session_none", SOMEBODY, "x"), 404, "session_not_found");
        assertFailure(api.sendText(api.newSession(), SOMEBODY, "x"), 400, "session_not_connected");
        assertFailure(api.sendText(session, "12", "x"), 400, "invalid_phone_number");
        used(api, 0);
        assertFailure(api.sendText(session, "14155550001", "x"), 400, "recipient_not_on_whatsapp");
        api.sentText(session, SOMEBODY);
        used(api, 2);
        String later = clock.instant().plusSeconds(3_600).toString();
        api.post("/v1/messages/text", Map.of("sessionId", session, "to", SOMEBODY, "text", "x", "sendAt", later))
                .then()
                .statusCode(201);
        used(api, 3);
        assertFailure(api.sendText(session, SOMEBODY, "x"), 403, "daily_message_limit_reached");
        used(api, 3);
    }

    @Test
    void refusesABulkBeyondTheRestAsAWhole() {
        Api api = limited(3).api();
        String session = api.connectedSession();
        api.sentText(session, SOMEBODY);
        assertFailure(bulk(api, session, 3), 403, "daily_message_limit_reached");
        used(api, 1);
        api.get("/v1/messages").then().body("data.size()", equalTo(1));
        bulk(api, session, 2).then().statusCode(201);
        used(api, 3);
        assertFailure(bulk(api, session, 1), 403, "daily_message_limit_reached");
    }

    @Test
    void beginsAnewAtMidnight() {
        Api api = limited(1).api();
        String session = api.connectedSession();
        api.sentText(session, SOMEBODY);
        assertFailure(api.sendText(session, SOMEBODY, "x"), 403, "daily_message_limit_reached");
        Instant now = clock.instant();
        clock.advance(Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS)));
        used(api, 0);
        api.sentText(session, SOMEBODY);
        assertFailure(api.sendText(session, SOMEBODY, "x"), 403, "daily_message_limit_reached");
    }

    @Test
    void countsARepeatedRequestOnce() {
        Api api = limited(2).api();
        String session = api.connectedSession();
        for (int i = 0; i < 3; i++) {
            api.request()
                    .header("Idempotency-Key", "once")
                    .contentType("application/json")
                    .body(Map.of("sessionId", session, "to", SOMEBODY, "text", "x"))
                    .post("/v1/messages/text")
                    .then()
                    .statusCode(200);
        }
        used(api, 1);
    }

    @Test
    void letsExactlySoManyThroughHoweverManyComeAtOnce() {
        Api api = limited(10).api();
        String session = api.connectedSession();
        List<CompletableFuture<Response>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(CompletableFuture.supplyAsync(() -> api.sendText(session, SOMEBODY, "x")));
        }
        List<Response> answers = all.stream().map(CompletableFuture::join).toList();
        assertEquals(
                10,
                answers.stream().filter(answer -> answer.statusCode() == 200).count());
        answers.stream()
                .filter(answer -> answer.statusCode() != 200)
                .forEach(answer -> assertFailure(answer, 403, "daily_message_limit_reached"));
        used(api, 10);
    }

    @Test
    void keepsTheQueueOfASuspendedAccountWaiting() {
        Tenant tenant = Tenant.on("unlimited");
        String session = tenant.api().connectedSession();
        String due = clock.instant().plusSeconds(30).toString();
        String id = tenant.api()
                .post("/v1/messages/text", Map.of("sessionId", session, "to", SOMEBODY, "text", "x", "sendAt", due))
                .then()
                .statusCode(201)
                .extract()
                .path("data.messageId");
        tenant.change(Map.of("suspended", true));
        clock.advance(Duration.ofSeconds(31));
        Tenant other = Tenant.on("unlimited");
        String after = bulk(other.api(), other.api().connectedSession(), 1)
                .then()
                .statusCode(201)
                .extract()
                .path("data.messages[0].messageId");
        other.api().awaitMessage(after, "read");
        tenant.change(Map.of("suspended", false));
        await().until(() -> tenant.api().get("/v1/account").statusCode() == 200);
        String sentAt = awaitSent(tenant.api(), id);
        assertTrue(sentAt.compareTo(sentAt(other.api(), after)) > 0, "it was sent while the account was suspended");
    }

    private static String awaitSent(Api api, String id) {
        await().atMost(Duration.ofSeconds(20)).until(() -> sentAt(api, id) != null);
        return sentAt(api, id);
    }

    private static String sentAt(Api api, String id) {
        return api.get("/v1/messages/" + id).then().statusCode(200).extract().path("data.timestamps.sent");
    }

    private static Tenant limited(int messagesPerDay) {
        return Tenant.on("unlimited", Map.of("messagesPerDay", messagesPerDay));
    }

    private static void used(Api api, int messages) {
        api.get("/v1/account").then().statusCode(200).body("data.usage.messagesToday", equalTo(messages));
    }

    private static Response bulk(Api api, String session, int size) {
        List<Map<String, String>> messages =
                Stream.generate(DailyLimitTest::text).limit(size).toList();
        return api.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", messages));
    }

    private static Map<String, String> text() {
        return Map.of("type", "text", "to", SOMEBODY, "text", "hello");
    }
}
