package dev.tidings.it;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.ApiClient.Answer;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class TwoReplicasIT {
    private static final int MESSAGES = 200;
    private static final int AT_ONCE = 20;
    private static final String ADMIN_KEY = "k7Qz2mVt9sXw4bNc8rLd5gHj3fPy6uEa";

    private static TidingsProcess first;
    private static TidingsProcess second;
    private static ApiClient a;
    private static ApiClient b;

    @BeforeAll
    static void start() {
        String database = TestPostgres.running().newDatabase();
        first = replica(database);
        second = replica(database);
        a = first.client();
        b = second.client();
    }

    private static TidingsProcess replica(String database) {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .start();
    }

    @AfterAll
    static void close() {
        try (TidingsProcess one = first;
                TidingsProcess other = second) {
            first = null;
            second = null;
        }
    }

    @Test
    void aSessionMadeOnOneReplicaIsScannedThroughTheOther() {
        JsonNode made = a.createSession("made on A");
        String id = made.path("sessionId").asText();
        JsonNode seen = b.session(id);
        assertEquals(made.path("qrText").asText(), seen.path("qrText").asText());

        b.scan(id).requireStatus(200);

        assertEquals("connected", a.session(id).path("status").asText());
        assertEquals("connected", b.session(id).path("status").asText());
        a.sendText(id, "14155552671", "Through A").requireStatus(200);
        b.sendText(id, "14155552671", "Through B").requireStatus(200);
    }

    @Test
    void everyMessageIsDeliveredAndReadOnceWhicheverReplicaSentIt() {
        String sessionId = a.connectedSession("busy");
        List<String> ids = sendAll(sessionId);

        Map<String, String> firstTimes = new HashMap<>();
        await().atMost(90, SECONDS).pollInterval(500, MILLISECONDS).until(() -> {
            Map<String, JsonNode> history = history(b, sessionId);
            assertEquals(MESSAGES, history.size());
            history.forEach((id, message) -> rememberTimes(firstTimes, id, message));
            return history.values().stream()
                    .allMatch(message -> message.path("status").asText().equals("read"));
        });

        Map<String, JsonNode> history = history(a, sessionId);
        assertEquals(
                ids.stream().sorted().toList(),
                history.keySet().stream().sorted().toList());
        for (JsonNode message : history.values()) {
            Instant sent = time(message, "sent");
            Instant delivered = time(message, "delivered");
            Instant read = time(message, "read");
            assertTrue(!delivered.isBefore(sent) && !read.isBefore(delivered), message::toString);
            // a second report would have moved them
            rememberTimes(firstTimes, message.path("messageId").asText(), message);
        }
    }

    @Test
    void aKeyRevokedOnOneReplicaIsDeadOnTheOtherWithinASecond() {
        JsonNode key = a.post("/v1/keys", Map.of("name", "short-lived", "scopes", List.of("sessions:read")))
                .requireStatus(201)
                .data();
        ApiClient holder = b.withKey(key.path("key").asText());
        holder.get("/v1/sessions").requireStatus(200);
        long begun = System.nanoTime();

        a.delete("/v1/keys/" + key.path("keyId").asText()).requireStatus(200);

        Answer refused = await().pollInterval(50, MILLISECONDS)
                .atMost(1500, MILLISECONDS)
                .until(() -> holder.get("/v1/sessions"), answer -> answer.status() == 401);
        assertEquals("invalid_api_key", refused.code());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(Duration.ofMillis(1600)) < 0, () -> "took " + took);
        await().during(1500, MILLISECONDS)
                .atMost(5, SECONDS)
                .until(() -> holder.get("/v1/sessions").status() == 401);
    }

    private static List<String> sendAll(String sessionId) {
        List<String> ids = new ArrayList<>();
        for (int begun = 0; begun < MESSAGES; begun += AT_ONCE) {
            List<CompletableFuture<Answer>> batch = new ArrayList<>();
            for (int i = begun; i < begun + AT_ONCE; i++) {
                ApiClient replica = i % 2 == 0 ? a : b;
                batch.add(replica.sendTextAsync(sessionId, "1415555" + (1100 + i), "Message " + i));
            }
            batch.forEach(answer -> ids.add(
                    answer.join().requireStatus(200).data().path("messageId").asText()));
        }
        return ids;
    }

    private static Map<String, JsonNode> history(ApiClient client, String sessionId) {
        Map<String, JsonNode> all = new HashMap<>();
        String cursor = "";
        while (cursor != null) {
            Answer page = client.get("/v1/messages?limit=100&sessionId=" + sessionId
                            + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .requireStatus(200);
            page.data().forEach(message -> {
                JsonNode twice = all.put(message.path("messageId").asText(), message);
                assertTrue(twice == null, () -> "listed twice: " + message);
            });
            JsonNode next = page.body().path("page").path("nextCursor");
            cursor = next.isTextual() ? next.asText() : null;
        }
        return all;
    }

    private static void rememberTimes(Map<String, String> known, String id, JsonNode message) {
        for (String step : List.of("sent", "delivered", "read")) {
            JsonNode time = message.path("timestamps").path(step);
            if (time.isTextual()) {
                String before = known.putIfAbsent(id + step, time.asText());
                assertTrue(before == null || before.equals(time.asText()), () -> step + " twice: " + message);
            }
        }
    }

    private static Instant time(JsonNode message, String step) {
        return Instant.parse(message.path("timestamps").path(step).asText());
    }
}
