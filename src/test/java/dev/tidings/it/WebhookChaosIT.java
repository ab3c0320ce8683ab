package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import dev.tidings.support.WebhookReceiver;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Replicas that die, a database that restarts, and a receiver that fails three times in ten: nothing is lost on the way. A
 * short form of it runs with each build; the whole is {@code -Dit.test=WebhookChaosIT -Dchaos.messages=2000 -Dchaos.rounds=5}.
 */
@Tag("full")
class WebhookChaosIT {
    private static final String ADMIN_KEY = "k7Qz2mVt9sXw4bNc8rLd5gHj3fPy6uEa";
    private static final int MESSAGES = Integer.getInteger("chaos.messages", 200);
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 2);
    private static final int AT_ONCE = 20;

    private final Map<String, AtomicInteger> acknowledged = new ConcurrentHashMap<>();
    private final List<String> accepted = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final TestPostgres postgres = TestPostgres.running();
    private final String database = postgres.newDatabase();

    @Test
    void everyEventOfEveryAcceptedMessageArrives() {
        TidingsProcess.requireOwn();
        try (WebhookReceiver receiver = WebhookReceiver.start().on("/hook", this::answer);
                TidingsProcess first = replica();
                TidingsProcess second = replica()) {
            ApiClient api = first.client();
            api.post("/v1/webhooks", Map.of("url", receiver.url("/hook"), "events", List.of("*")))
                    .requireStatus(201);
            List<String> sessions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sessions.add(api.connectedSession("chaos " + i));
            }
            for (int round = 1; round <= ROUNDS; round++) {
                play(round, List.of(first, second), sessions);
            }
            Set<String> published = new HashSet<>();
            await().atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        hurry();
                        published.clear();
                        return tellsOfAll(first.client(), sessions, published)
                                && acknowledged.keySet().containsAll(published);
                    });
            report(published);
        }
    }

    /** Half of a round is sent before one replica dies, half after; in the second the database goes too. */
    private void play(int round, List<TidingsProcess> replicas, List<String> sessions) {
        TidingsProcess victim = replicas.get(round % 2);
        TidingsProcess survivor = replicas.get((round + 1) % 2);
        int half = MESSAGES / ROUNDS / 2;
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(half, replicas, sessions));
        victim.kill9();
        sending.join();
        if (round == 2) {
            postgres.stop();
            postgres.start();
        }
        victim.startAgain();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> survivor.client().get("/v1/sessions").status() == 200);
        send(round * 2 * half - accepted.size(), replicas, sessions);
    }

    /** Sends until so many more are accepted; what fails meanwhile is not counted. */
    private void send(int count, List<TidingsProcess> replicas, List<String> sessions) {
        int goal = accepted.size() + count;
        while (accepted.size() < goal) {
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < Math.min(AT_ONCE, goal - accepted.size()); i++) {
                // one of the two may be dead: the other's turn comes with the next message
                ApiClient api = replicas.get(turn.getAndIncrement() % 2).client();
                calls.add(api.sendTextAsync(sessions.get(i % sessions.size()), "14155552671", "chaos")
                        .handle((answer, failure) -> failure != null || answer.status() != 200
                                ? null
                                : answer.data().path("messageId").asText()));
            }
            calls.stream().map(CompletableFuture::join).filter(id -> id != null).forEach(accepted::add);
        }
    }

    private void answer(Vertx vertx, HttpServerRequest request) {
        double luck = ThreadLocalRandom.current().nextDouble();
        if (luck < 0.1) {
            request.connection().close();
        } else if (luck < 0.3) {
            request.response().setStatusCode(503).end();
        } else {
            acknowledged
                    .computeIfAbsent(request.getHeader("webhook-id"), id -> new AtomicInteger())
                    .incrementAndGet();
            request.response().end();
        }
    }

    /** The schedule of retries takes hours: what waits for its next try gets it now. */
    private void hurry() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:" + database.replaceFirst("//[^@]*@", "//"), "postgres", "postgres")) {
            connection
                    .createStatement()
                    .executeUpdate("UPDATE delivery SET due_at = now() WHERE status = 'pending' AND token IS NULL");
        }
    }

    /** Whether the events tell of the end of all messages; collects their ids and checks that no number is missing. */
    private boolean tellsOfAll(ApiClient api, List<String> sessions, Set<String> published) {
        Map<String, Set<String>> told = new HashMap<>();
        for (String session : sessions) {
            Set<Long> numbers = new TreeSet<>();
            String after = "";
            JsonNode page;
            do {
                page = api.get("/v1/events?limit=100&sessionId=" + session + after)
                        .requireStatus(200)
                        .body();
                for (JsonNode event : page.path("data")) {
                    published.add(event.path("id").asText());
                    numbers.add(event.path("sequence").asLong());
                    told.computeIfAbsent(event.path("data").path("messageId").asText(), id -> new HashSet<>())
                            .add(event.path("event").asText());
                }
                after = "&cursor=" + page.path("page").path("nextCursor").asText();
            } while (page.path("page").path("hasMore").asBoolean());
            assertEquals(
                    LongStream.rangeClosed(1, numbers.size()).boxed().collect(Collectors.toSet()),
                    numbers,
                    "numbers of " + session);
        }
        return accepted.stream().allMatch(id -> told.getOrDefault(id, Set.of()).contains("message.read"));
    }

    private void report(Set<String> published) {
        long twice =
                acknowledged.values().stream().filter(times -> times.get() > 1).count();
        System.out.printf(
                "%d messages, %d events, %d of them acknowledged more than once (%.2f%%)%n",
                accepted.size(), published.size(), twice, 100.0 * twice / published.size());
        assertTrue(twice <= published.size() / 20, twice + " of " + published.size() + " came twice");
    }

    private TidingsProcess replica() {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .property("tidings.egress.allow", "127.0.0.0/8")
                .expectErrors()
                .start();
    }
}
