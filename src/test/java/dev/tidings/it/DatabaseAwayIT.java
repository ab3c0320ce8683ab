package dev.tidings.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.ApiClient;
import dev.tidings.support.ApiClient.Answer;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

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
