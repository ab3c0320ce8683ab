package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.ApiClient.Answer;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits of accounts on two replicas with one database. */
@Tag("full")
class LimitsIT {
    private static final String ADMIN_KEY = "vR3nZ8qLw5xT1cYk7mJp2sHd9gBf4uEa";
    private static final long MINUTE = 60_000;

    private static TidingsProcess first;
    private static TidingsProcess second;

    @BeforeAll
    static void start() {
        String database = TestPostgres.running().newDatabase();
        first = replica(database);
        second = replica(database);
    }

    private static TidingsProcess replica(String database) {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .env("TIDINGS_PLANS_SILVER_REQUESTS_PER_MINUTE", "300")
                .env("TIDINGS_PLANS_SILVER_REQUESTS_PER_HOUR", "unlimited")
                .env("TIDINGS_PLANS_SILVER_REQUESTS_PER_DAY", "unlimited")
                .env("TIDINGS_PLANS_SILVER_CONCURRENT_REQUESTS", "1000")
                .env("TIDINGS_PLANS_SILVER_SESSIONS", "5")
                .env("TIDINGS_RATE_LIMITS_CREATE_SESSION", "off")
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
    void letExactlyThreeHundredOfFourHundredRequestsAMinuteThroughOverBothReplicas() {
        String key = newKey("silver");
        awaitTheBeginningOfAMinute();
        Instant begun = Instant.now();

        List<Answer> answers = atOnce(400, i -> replica(i).withKey(key).getAsync("/v1/account"));

        assertEquals(
                begun.toEpochMilli() / MINUTE,
                Instant.now().toEpochMilli() / MINUTE,
                "the machine is too slow for this test: it took more than a minute");
        assertEquals(Map.of(200, 300L, 429, 100L), byStatus(answers));
        answers.stream().filter(answer -> answer.status() == 429).forEach(refused -> {
            assertEquals("rate_limit_exceeded", refused.code());
            assertEquals("0", refused.header("X-RateLimit-Remaining"));
        });
        assertEquals(
                300,
                answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(answer -> answer.header("X-RateLimit-Remaining"))
                        .distinct()
                        .count());
    }

    @Test
    void letExactlyFiveOfFiftySessionsBeMadeOverBothReplicas() {
        String key = newKey("silver");

        List<Answer> answers =
                atOnce(50, i -> replica(i).withKey(key).postAsync("/v1/sessions", Map.of("name", "session " + i)));

        assertEquals(Map.of(201, 5L, 403, 45L), byStatus(answers));
        answers.stream()
                .filter(answer -> answer.status() == 403)
                .forEach(refused -> assertEquals("session_limit_reached", refused.code()));
        assertEquals(5, first.client().withKey(key).get("/v1/sessions").data().size());
    }

    @Test
    void letExactlySoManyMessagesADayBeSentOverBothReplicas() {
        String key = newKey("unlimited", Map.of("messagesPerDay", 20));
        String session = first.client().withKey(key).connectedSession("busy");

        List<Answer> answers =
                atOnce(50, i -> replica(i).withKey(key).sendTextAsync(session, "14155552671", "Message " + i));

        assertEquals(Map.of(200, 20L, 403, 30L), byStatus(answers));
        assertEquals(
                20,
                second.client()
                        .withKey(key)
                        .get("/v1/account")
                        .data()
                        .path("usage")
                        .path("messagesToday")
                        .asInt());
    }

    @Test
    void refuseASuspendedAccountOnTheOtherReplicaWithinASecond() {
        JsonNode account = newAccount("premium", Map.of());
        String id = account.path("accountId").asText();
        ApiClient holder = second.client().withKey(newKeyOf(id));
        holder.get("/v1/account").requireStatus(200);

        first.client()
                .patch("/v1/admin/accounts/" + id, Map.of("suspended", true))
                .requireStatus(200);

        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> holder.get("/v1/account").status() == 403);
    }

    private static ApiClient replica(int i) {
        return (i % 2 == 0 ? first : second).client();
    }

    private static List<Answer> atOnce(int requests, IntFunction<CompletableFuture<Answer>> request) {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            all.add(request.apply(i));
        }
        return all.stream().map(CompletableFuture::join).toList();
    }

    private static Map<Integer, Long> byStatus(List<Answer> answers) {
        return answers.stream()
                .map(Answer::status)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Far enough from the end of a minute that all requests fall into it. */
    private static void awaitTheBeginningOfAMinute() {
        await().atMost(Duration.ofSeconds(70))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Instant.now().toEpochMilli() % MINUTE < 5_000);
    }

    private static String newKey(String plan) {
        return newKey(plan, Map.of());
    }

    private static String newKey(String plan, Map<String, Integer> overrides) {
        return newKeyOf(newAccount(plan, overrides).path("accountId").asText());
    }

    private static JsonNode newAccount(String plan, Map<String, Integer> overrides) {
        return first.client()
                .post("/v1/admin/accounts", Map.of("name", "tenant", "plan", plan, "overrides", overrides))
                .requireStatus(201)
                .data();
    }

    private static String newKeyOf(String accountId) {
        List<String> scopes =
                List.of("account:read", "sessions:read", "sessions:write", "messages:read", "messages:write");
        return first.client()
                .post("/v1/admin/accounts/" + accountId + "/keys", Map.of("name", "test", "scopes", scopes))
                .requireStatus(201)
                .data()
                .path("key")
                .asText();
    }
}
