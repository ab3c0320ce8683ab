package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bulk that loses the replica that sends it. */
@Tag("full")
class BulkCrashIT {
    private static final String ADMIN_KEY = "k7Qz2mVt9sXw4bNc8rLd5gHj3fPy6uEa";
    private static final int TOTAL = 1_000;

    /** Sending takes a minute on a machine that does nothing else. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Set<String> ENDS = Set.of("sent", "delivered", "read", "unknown");

    @Test
    void isFinishedByTheOtherReplicaWithNoMessageSentTwiceOrLost() {
        TidingsProcess.requireOwn();
        String database = TestPostgres.running().newDatabase();
        try (TidingsProcess survivor = replica(database)) {
            ApiClient api = survivor.client();
            String bulk;
            String session;
            try (TidingsProcess victim = replica(database)) {
                session = victim.client().connectedSession("bulk");
                bulk = victim.client()
                        .post("/v1/messages/bulk", body(session))
                        .requireStatus(201)
                        .data()
                        .path("bulkId")
                        .asText();
                await().atMost(PATIENCE).until(() -> finished(api, bulk) >= TOTAL / 5);
                victim.kill9();
            }
            await().atMost(PATIENCE).until(() -> finished(api, bulk) >= TOTAL - 1);
            // the one message that was at the engine becomes unknown once no living call can have it
            await().atMost(PATIENCE).until(() -> finished(api, bulk) == TOTAL);
            assertEachOnce(api, bulk);
            assertInOrder(api, session);
        }
    }

    private static void assertEachOnce(ApiClient api, String bulk) {
        JsonNode data = api.get("/v1/messages/bulk/" + bulk).data();
        assertEquals("completed", data.path("status").asText());
        int unknown = data.path("progress").path("unknown").asInt();
        assertTrue(unknown <= 1, "at most the one that was being sent: " + unknown);
        Set<String> ids = new HashSet<>();
        for (JsonNode item : data.path("messages")) {
            assertTrue(ENDS.contains(item.path("status").asText()), item.toString());
            ids.add(item.path("messageId").asText());
        }
        assertEquals(TOTAL, ids.size());
    }

    private static void assertInOrder(ApiClient api, String session) {
        Instant later = Instant.MAX;
        Set<String> engineIds = new HashSet<>();
        String cursor = "";
        int seen = 0;
        while (cursor != null) {
            JsonNode page = api.get("/v1/messages?limit=100&sessionId=" + session + "&cursor=" + cursor)
                    .body();
            for (JsonNode message : page.path("data")) {
                seen++;
                if (message.path("timestamps").has("sent")) {
                    Instant sent = Instant.parse(
                            message.path("timestamps").path("sent").asText());
                    assertTrue(!sent.isAfter(later), "out of order: " + message);
                    later = sent;
                    assertTrue(engineIds.add(message.path("engineMessageId").asText()), "sent twice: " + message);
                }
            }
            cursor = page.path("page").path("nextCursor").textValue();
        }
        assertEquals(TOTAL, seen);
    }

    private static int finished(ApiClient api, String bulk) {
        JsonNode progress = api.get("/v1/messages/bulk/" + bulk).data().path("progress");
        return ENDS.stream().mapToInt(end -> progress.path(end).asInt()).sum();
    }

    private static Map<String, Object> body(String session) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < TOTAL; i++) {
            messages.add(Map.of("type", "text", "to", "14155552671", "text", "number " + i));
        }
        return Map.of("sessionId", session, "messages", messages);
    }

    private static TidingsProcess replica(String database) {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .start();
    }
}
