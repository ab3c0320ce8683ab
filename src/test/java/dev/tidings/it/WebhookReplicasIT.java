package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.tidings.support.ApiClient;
import dev.tidings.support.ApiClient.Answer;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import dev.tidings.support.WebhookReceiver;
import dev.tidings.support.WebhookReceiver.Received;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two replicas deliver side by side: every event comes, signed, and none comes twice. */
@Tag("full")
class WebhookReplicasIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADMIN_KEY = "k7Qz2mVt9sXw4bNc8rLd5gHj3fPy6uEa";
    private static final int MESSAGES = 100;

    @Test
    void everyEventComesOnceAndNoneIsMissing() throws Exception {
        String database = TestPostgres.running().newDatabase();
        try (TidingsProcess first = replica(database);
                TidingsProcess second = replica(database);
                WebhookReceiver receiver = WebhookReceiver.start()) {
            ApiClient a = first.client();
            ApiClient b = second.client();
            Answer plain = a.post("/v1/webhooks", Map.of("url", "http://example.com/", "events", List.of("*")));
            assertEquals("invalid_webhook_url", plain.requireStatus(400).code());
            JsonNode made = a.post(
                            "/v1/sessions", Map.of("name", "told", "engine", "sandbox", "webhook", receiver.url("/")))
                    .requireStatus(201)
                    .data();
            String session = made.path("sessionId").asText();
            b.scan(session).requireStatus(200);
            send(a, b, session);

            // connected, then sent, delivered and read of each message
            int expected = 1 + 3 * MESSAGES;
            await().atMost(Duration.ofSeconds(60)).until(() -> ids(receiver).size() >= expected);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> ids(receiver).size() == receiver.received().size());

            String secret = made.path("webhook").path("secret").asText();
            Map<String, Integer> names = new HashMap<>();
            List<Long> sequences = new ArrayList<>();
            for (Received request : receiver.received()) {
                new Webhook(secret).verify(request.text(), headers(request));
                JsonNode event = JSON.readTree(request.body());
                names.merge(event.path("event").asText(), 1, Integer::sum);
                sequences.add(event.path("sequence").asLong());
                assertEquals(session, event.path("sessionId").asText());
            }
            assertEquals(MESSAGES, names.get("message.sent"));
            assertEquals(MESSAGES, names.get("message.delivered"));
            assertEquals(MESSAGES, names.get("message.read"));
            assertEquals(1, names.get("session.connected"));
            assertEquals(
                    LongStream.rangeClosed(1, sequences.size()).boxed().toList(),
                    sequences.stream().sorted().toList());
        }
    }

    private static TidingsProcess replica(String database) {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .property("tidings.egress.allow", "127.0.0.0/8")
                .start();
    }

    private static void send(ApiClient a, ApiClient b, String session) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            answers.add((i % 2 == 0 ? a : b).sendTextAsync(session, "1415555" + (1100 + i), "Message " + i));
        }
        answers.forEach(answer -> answer.join().requireStatus(200));
    }

    private static Set<String> ids(WebhookReceiver receiver) {
        Set<String> ids = new HashSet<>();
        receiver.received().forEach(request -> ids.add(request.header("webhook-id")));
        return ids;
    }

    private static HttpHeaders headers(Received request) {
        assertTrue(request.header("user-agent").startsWith("Tidings"));
        return HttpHeaders.of(
                request.headers().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                (name, value) -> true);
    }
}
