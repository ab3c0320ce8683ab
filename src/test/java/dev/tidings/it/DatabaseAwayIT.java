package dev.tidings.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.ApiClient;
import dev.tidings.support.ApiClient.Answer;
import dev.tidings.support.Load;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class DatabaseAwayIT {
    private static final Duration FEW_SECONDS = Duration.ofSeconds(8);
    private static final int FEW_LINES = 120;
    private static final String SOMEBODY = "14155552671";

    @Test
    void answersServiceUnavailableWhileTheDatabaseIsAwayAndRecoversByItself() {
        TestPostgres database = TestPostgres.running();
        try (TidingsProcess service = TidingsProcess.builder()
                .env("DATABASE_URL", database.newDatabase())
                .start()) {
            ApiClient operator = service.client();
            ApiClient tenant = operator.withKey(newKey(operator));
            String sessionId = tenant.connectedSession("outage");
            int linesBefore = service.log().lines().size();

            database.stop();

            requireUnavailable(() -> operator.get("/v1/sessions/" + sessionId));
            // its key cannot be looked up any more, once the cached answer has aged
            await().atMost(5, SECONDS)
                    .until(() -> timed(() -> tenant.get("/v1/sandbox")).status() == 503);
            requireUnavailable(() -> tenant.get("/v1/sandbox"));
            requireUnavailable(() -> operator.sendText(sessionId, SOMEBODY, "Anybody there?"));
            // needs no database: neither for the operator's key nor for the answer
            operator.get("/v1/sandbox").requireStatus(200);
            operator.get("/v1/errors").requireStatus(200);
            operator.get("/q/health/live").requireStatus(200);
            operator.get("/q/health/ready").requireStatus(200);
            requireUnavailable(() -> operator.get("/v1/sessions"));

            requireTold(service.log().lines(), sessionId);

            database.start();

            await().atMost(20, SECONDS)
                    .until(() -> operator.get("/v1/sessions/" + sessionId).status() == 200);
            tenant.sendText(sessionId, SOMEBODY, "Back again").requireStatus(200);
            List<String> lines = service.log().lines();
            assertEquals(List.of(), service.log().stackFrames());
            assertTrue(
                    lines.size() - linesBefore < FEW_LINES,
                    () -> (lines.size() - linesBefore) + " lines in "
                            + service.log().file());
        } finally {
            database.start();
        }
    }

    /** The first request of an outage is told of, with what it was about. */
    private static void requireTold(List<String> lines, String sessionId) {
        JsonNode line = lines.stream()
                .filter(text -> text.contains("cannot be served now"))
                .map(ApiClient::parse)
                .findFirst()
                .orElseThrow();
        assertEquals("WARN", line.path("level").asText());
        JsonNode context = line.path("mdc");
        assertTrue(
                line.path("message").asText().contains(context.path("requestId").asText()), line::toString);
        assertTrue(context.path("accountId").asText().startsWith("acc_"), line::toString);
        assertEquals(sessionId, context.path("sessionId").asText(), line::toString);
    }

    @Test
    void answersNothingButServiceUnavailableUnderLoadAndRecoversWhenTheLoadGoesOn() throws Exception {
        TestPostgres database = TestPostgres.running();
        try (TidingsProcess service = TidingsProcess.builder()
                .env("DATABASE_URL", database.newDatabase())
                .start()) {
            ApiClient client = service.client();
            String sessionId = client.connectedSession("outage under load");
            try (Load load = Load.of(
                    8,
                    List.of(
                            () -> client.get("/v1/sessions/" + sessionId),
                            () -> client.get("/v1/messages?limit=5"),
                            () -> client.sendText(sessionId, SOMEBODY, "Anybody there?")))) {
                load.awaitOutcome("200");
                database.stop();
                load.awaitOutcome("503 service_unavailable");
                load.forget();
                await().during(20, SECONDS)
                        .atMost(25, SECONDS)
                        .pollInterval(1, SECONDS)
                        .untilAsserted(() -> assertEquals(Set.of("503 service_unavailable"), load.outcomes()));
                assertTrue(load.slowest().compareTo(FEW_SECONDS) < 0, () -> "slowest: " + load.slowest());

                database.start();

                load.awaitOutcome("200");
                await().atMost(20, SECONDS).pollInterval(2, SECONDS).until(() -> {
                    Set<String> lately = load.outcomes();
                    load.forget();
                    return lately.equals(Set.of("200"));
                });
            }
            assertEquals(List.of(), service.log().stackFrames());
        } finally {
            database.start();
        }
    }

    @Test
    void doesNotWaitForADatabaseThatSaysNothing() {
        TestPostgres database = TestPostgres.running();
        try (TidingsProcess service = TidingsProcess.builder()
                .env("DATABASE_URL", database.newDatabase())
                .property("tidings.database.query-timeout", "2s")
                .property("tidings.database.acquire-timeout", "2s")
                .start()) {
            ApiClient client = service.client();
            String sessionId = client.connectedSession("silent database");

            database.freeze();

            for (int i = 0; i < 3; i++) {
                requireUnavailable(() -> client.get("/v1/sessions/" + sessionId));
                requireUnavailable(() -> client.sendText(sessionId, SOMEBODY, "Anybody there?"));
            }
            client.get("/q/health/live").requireStatus(200);

            database.thaw();

            await().atMost(20, SECONDS)
                    .until(() -> client.get("/v1/sessions/" + sessionId).status() == 200);
            client.sendText(sessionId, SOMEBODY, "Back again").requireStatus(200);
            assertEquals(List.of(), service.log().stackFrames());
        } finally {
            database.thaw();
        }
    }

    private static String newKey(ApiClient operator) {
        return operator.post(
                        "/v1/keys",
                        Map.of(
                                "name",
                                "tenant",
                                "scopes",
                                List.of("sessions:read", "sessions:write", "messages:read", "messages:write")))
                .requireStatus(201)
                .data()
                .path("key")
                .asText();
    }

    private static void requireUnavailable(Supplier<Answer> call) {
        Answer answer = timed(call).requireStatus(503);
        assertEquals("service_unavailable", answer.code());
        assertTrue(answer.body().path("success").isBoolean()
                && !answer.body().path("success").asBoolean());
        assertNotNull(answer.header("Retry-After"));
        assertNotNull(answer.header("X-Request-Id"));
    }

    private static Answer timed(Supplier<Answer> call) {
        long begun = System.nanoTime();
        Answer answer = call.get();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(FEW_SECONDS) < 0, () -> "took " + took);
        return answer;
    }
}
