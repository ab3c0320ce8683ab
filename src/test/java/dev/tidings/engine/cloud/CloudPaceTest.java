package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.cloud.number.PacingRepository;
import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraph.Fault;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.MovableClock;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast messages are sent, and what happens to those that must wait. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudPaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SOMEBODY = "16505551234";
    private static final String ANOTHER = "16505555678";

    FakeGraph graph;

    @Inject
    MovableClock clock;

    @Inject
    PacingRepository pace;

    private Api api;
    private CloudFixture cloud;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
    }

    @Test
    void aNumberSendsEightyMessagesASecond() {
        Instant now = clock.instant();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 161; i++) {
            PacingRepository.SendSlot slot = take("1650555" + (1000 + i), now);
            assertTrue(slot.taken(), "message " + i);
            waits.add(slot.pause());
        }
        assertEquals(Duration.ZERO, waits.get(0));
        assertEquals(Duration.ofSeconds(1), waits.get(80));
        assertEquals(Duration.ofSeconds(2), waits.get(160));
        PacingRepository.SendSlot tooMany = take("16505559999", now);
        assertFalse(tooMany.taken());
        assertFalse(tooMany.forRecipient());
        assertEquals(Duration.ofNanos(2_012_500_000), tooMany.pause());
        assertTrue(take("16505559999", now.plusMillis(13)).taken());
    }

    @Test
    void aRecipientGetsABurstAndThenOneEverySixSeconds() {
        Instant now = clock.instant();
        for (int i = 0; i < 45; i++) {
            assertTrue(take(SOMEBODY, now.plusMillis(20L * i)).taken(), "message " + i);
        }
        Instant after = now.plusSeconds(1);
        PacingRepository.SendSlot tooMany = take(SOMEBODY, after);
        assertFalse(tooMany.taken());
        assertTrue(tooMany.forRecipient());
        assertEquals(Duration.ofSeconds(5), tooMany.pause());
        assertTrue(take(ANOTHER, after).taken(), "others are not kept waiting");
        assertTrue(take(SOMEBODY, now.plusSeconds(6)).taken());
        assertFalse(take(SOMEBODY, now.plusSeconds(7)).taken());
        for (int i = 0; i < 45; i++) {
            assertTrue(take(SOMEBODY, now.plusSeconds(600 + i)).taken(), "the burst comes back in time");
        }
    }

    @Test
    void waitsFourTimesLongerWithEveryStrikeUntilAMessageGoesThrough() {
        Instant now = clock.instant();
        take(SOMEBODY, now);
        for (int seconds : new int[] {1, 4, 16, 64, 256, 1024, 4096, 4096}) {
            assertEquals(Duration.ofSeconds(seconds), hold(now));
            assertEquals(Duration.ofSeconds(seconds), hold(now), "those who ask at the same time count once");
            PacingRepository.SendSlot early =
                    take(SOMEBODY, now.plusSeconds(seconds).minusMillis(1));
            assertFalse(early.taken());
            assertTrue(early.backedOff());
            now = now.plusSeconds(seconds);
        }
        pace.forgive(cloud.session(), SOMEBODY).await().atMost(PATIENCE);
        PacingRepository.SendSlot slot = take(SOMEBODY, now);
        assertTrue(slot.taken());
        assertFalse(slot.backedOff());
        assertEquals(Duration.ofSeconds(1), hold(now));
    }

    @Test
    void waitsAsLongAsMetaAsks() {
        Instant now = clock.instant();
        take(SOMEBODY, now);
        Duration held = pace.hold(cloud.session(), "", Duration.ofMinutes(3), now)
                .await()
                .atMost(PATIENCE);
        assertEquals(Duration.ofMinutes(3), held);
        assertFalse(take(ANOTHER, now.plusSeconds(170)).taken());
        assertTrue(take(ANOTHER, now.plusSeconds(180)).taken());
    }

    @Test
    void tellsAClientTheTrueTimeToWait() {
        Response refused;
        int sent = -1;
        do {
            refused = api.sendText(cloud.session(), SOMEBODY, "hello");
            sent++;
        } while (refused.statusCode() == 200 && sent < 100);
        assertFailure(refused, 429, "rate_limit_exceeded");
        int wait = Integer.parseInt(refused.header("Retry-After"));
        assertTrue(wait >= 1 && wait <= 6, "Retry-After: " + wait);
        // on a slow machine, one or two more are sent while the first ones are on their way
        assertTrue(sent >= 45, "sent: " + sent);
        assertEquals(sent, graph.messages(cloud.number()).size(), "Meta was asked once too often");
        api.sentText(cloud.session(), ANOTHER);
        clock.advance(Duration.ofSeconds(wait));
        api.sentText(cloud.session(), SOMEBODY);
    }

    @Test
    void aClientIsToldAsWellWhenMetaRefusesFirst() {
        graph.failFor(SOMEBODY, Fault.code(131056));
        assertFailure(api.sendText(cloud.session(), SOMEBODY, "x"), 429, "rate_limit_exceeded")
                .header("Retry-After", "1");
        clock.advance(Duration.ofSeconds(1));
        assertFailure(api.sendText(cloud.session(), SOMEBODY, "x"), 429, "rate_limit_exceeded")
                .header("Retry-After", "4");
        graph.heal(SOMEBODY);
        clock.advance(Duration.ofSeconds(4));
        api.sentText(cloud.session(), SOMEBODY);
    }

    @Test
    void queuedMessagesToARecipientWaitInTheirOrderWhileOthersGoOut() {
        graph.failFor(SOMEBODY, Fault.code(131056));
        String bulk = bulk(List.of(
                text(SOMEBODY, "first"),
                text(SOMEBODY, "second"),
                text(ANOTHER, "to another"),
                text(SOMEBODY, "third")));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api.get("/v1/messages/bulk/" + bulk)
                        .then()
                        .body("data.messages[2].status", equalTo("sent"))
                        .body("data.messages[0].status", equalTo("queued")));
        graph.heal(SOMEBODY);
        awaitCompleted(bulk);
        List<String> sent = graph.messages(cloud.number()).stream()
                .filter(body -> body.getString("to").equals("+" + SOMEBODY))
                .map(body -> body.getJsonObject("text").getString("body"))
                .toList();
        assertEquals(List.of("first", "second", "third"), sent.subList(sent.size() - 3, sent.size()));
        assertTrue(sent.subList(0, sent.size() - 3).stream().allMatch("first"::equals), "out of slot: " + sent);
    }

    @Test
    void theWholeQueueWaitsWhileTheNumberMayNotSend() {
        graph.failFor(SOMEBODY, Fault.code(130429).with("Retry-After", "30"));
        String bulk = bulk(List.of(text(SOMEBODY, "first"), text(ANOTHER, "second")));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !graph.messages(cloud.number()).isEmpty());
        graph.heal(SOMEBODY);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api.get("/v1/messages/bulk/" + bulk)
                        .then()
                        .body("data.messages[0].status", equalTo("queued"))
                        .body("data.messages[1].status", equalTo("queued")));
        assertEquals(1, graph.messages(cloud.number()).size());
        clock.advance(Duration.ofSeconds(31));
        awaitCompleted(bulk);
    }

    @Test
    void aQueuedMessageThatGoesWrongAgainAndAgainFailsInTheEnd() {
        graph.failFor(SOMEBODY, Fault.code(131000));
        String bulk = bulk(List.of(text(SOMEBODY, "first")));
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(2));
            api.get("/v1/messages/bulk/" + bulk)
                    .then()
                    .body("data.messages[0].status", equalTo("failed"))
                    .body("data.messages[0].error.code", equalTo("message_sending_failed"));
        });
        assertEquals(4, graph.messages(cloud.number()).size());
    }

    private PacingRepository.SendSlot take(String recipient, Instant now) {
        return pace.take(cloud.session(), recipient, now).await().atMost(PATIENCE);
    }

    private Duration hold(Instant now) {
        return pace.hold(cloud.session(), SOMEBODY, Duration.ZERO, now).await().atMost(PATIENCE);
    }

    private static Map<String, Object> text(String to, String text) {
        return Map.of("type", "text", "to", to, "text", text);
    }

    private String bulk(List<Map<String, Object>> messages) {
        return api.post("/v1/messages/bulk", Map.of("sessionId", cloud.session(), "messages", messages))
                .then()
                .statusCode(201)
                .extract()
                .path("data.bulkId");
    }

    private void awaitCompleted(String bulk) {
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(1));
            api.get("/v1/messages/bulk/" + bulk).then().body("data.status", equalTo("completed"));
        });
    }
}
