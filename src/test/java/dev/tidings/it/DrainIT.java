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
import dev.tidings.support.TidingsProcess.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the service stops behind a load balancer, and what another replica finds of its work. */
@Tag("full")
class DrainIT {
    private static final String KEY = "q8Zr3nTv6yBd1mKs4wXc7hLf2gJp5uEa";
    private static final String SLOW = "14155550004";
    private static final Duration PROMISE = Duration.ofSeconds(25);

    @Test
    void readinessGoesDownFirstWhileRequestsAreStillServed() throws Exception {
        try (TidingsProcess service = TidingsProcess.builder()
                .property("quarkus.shutdown.delay", "4S")
                .start()) {
            ApiClient client = service.client();
            String sessionId = client.connectedSession("draining");
            CompletableFuture<Answer> running = client.sendTextAsync(sessionId, SLOW, "Nearly there");
            CompletableFuture<Exit> exit = CompletableFuture.supplyAsync(service::terminate);

            await().atMost(3, SECONDS).pollInterval(50, MILLISECONDS).until(() -> readiness(client) == 503);
            client.get("/q/health/live").requireStatus(200);
            Answer served =
                    client.sendText(sessionId, "14155552671", "Just in time").requireStatus(200);
            assertEquals("close", served.header("Connection"));

            assertEquals(
                    "sent",
                    running.get(20, TimeUnit.SECONDS)
                            .requireStatus(200)
                            .data()
                            .path("status")
                            .asText());
            Exit ended = exit.get(30, TimeUnit.SECONDS);
            assertEquals(0, ended.code());
            assertTrue(ended.took().compareTo(PROMISE) < 0, () -> "took " + ended.took());
        }
    }

    @Test
    void anotherReplicaGoesOnWithTheQueueAtOnce() {
        String database = TestPostgres.running().newDatabase();
        try (TidingsProcess first = replica(database);
                TidingsProcess second = replica(database)) {
            ApiClient client = first.client();
            String sessionId = client.connectedSession("queue");
            List<Map<String, String>> messages = IntStream.range(0, 400)
                    .mapToObj(i -> Map.of("type", "text", "to", "14155552671", "text", "Message " + i))
                    .toList();
            String bulk = client.post("/v1/messages/bulk", Map.of("sessionId", sessionId, "messages", messages))
                    .requireStatus(201)
                    .data()
                    .path("bulkId")
                    .asText();
            await().atMost(20, SECONDS).until(() -> sent(client, bulk) > 20);

            assertEquals(0, first.terminate().code());

            ApiClient other = second.client();
            int left = sent(other, bulk);
            // a lease that nobody gave back would keep the queue for 30 s
            await().atMost(5, SECONDS).until(() -> sent(other, bulk) > left);
            await().atMost(60, SECONDS)
                    .until(() -> progress(other, bulk).path("status").asText().equals("completed"));
            assertEquals(400, sent(other, bulk));
        }
    }

    @Test
    void aRollingRestartUnderLoadFailsNoRequest() throws Exception {
        String database = TestPostgres.running().newDatabase();
        try (TidingsProcess first = replica(database);
                TidingsProcess second = replica(database)) {
            String sessionId = first.client().connectedSession("rolling");
            try (Balancer balancer = new Balancer(KEY, first, second)) {
                List<Sender> senders = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    senders.add(Sender.start(balancer, sessionId));
                }
                await().until(() -> senders.stream().allMatch(sender -> sender.sent() > 20));
                for (TidingsProcess replica : List.of(first, second)) {
                    Exit exit = replica.terminate();
                    assertEquals(0, exit.code());
                    assertTrue(exit.took().compareTo(PROMISE) < 0, () -> "took " + exit.took());
                    replica.startAgain();
                    balancer.awaitReady(2);
                }
                Set<String> ids = new HashSet<>();
                for (Sender sender : senders) {
                    ids.addAll(sender.stop());
                }
                assertTrue(ids.size() > 100, () -> "only " + ids.size() + " messages");
                requireStored(second.client(), sessionId, ids);
            }
        }
    }

    private static void requireStored(ApiClient client, String sessionId, Set<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        String cursor = "";
        while (cursor != null) {
            Answer page = client.get("/v1/messages?limit=100&sessionId=" + sessionId + cursor)
                    .requireStatus(200);
            page.data().forEach(message -> {
                missing.remove(message.path("messageId").asText());
                assertTrue(
                        Set.of("sent", "delivered", "read")
                                .contains(message.path("status").asText()),
                        message::toString);
            });
            JsonNode next = page.body().path("page").path("nextCursor");
            cursor = next.isTextual() ? "&cursor=" + next.asText() : null;
        }
        assertEquals(Set.of(), missing);
    }

    private static TidingsProcess replica(String database) {
        return TidingsProcess.builder()
                .adminKey(KEY)
                .env("DATABASE_URL", database)
                .property("quarkus.shutdown.delay", "2S")
                .start();
    }

    private static int readiness(ApiClient client) {
        return client.get("/q/health/ready").status();
    }

    private static JsonNode progress(ApiClient client, String bulk) {
        return client.get("/v1/messages/bulk/" + bulk).requireStatus(200).data();
    }

    private static int sent(ApiClient client, String bulk) {
        return 400 - progress(client, bulk).path("progress").path("queued").asInt();
    }
}
