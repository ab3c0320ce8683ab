package dev.tidings.access.ratelimit;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RateLimitTest {
    @Inject
    Pool pool;

    @Test
    void tellsOfTheTightestWindowOnEveryAnswer() {
        Tenant tenant = Tenant.on("free");
        Api api = tenant.api();
        Response ok = api.get("/v1/account");
        ok.then()
                .statusCode(200)
                .header("X-RateLimit-Limit", "10")
                .header("X-RateLimit-Remaining", "9")
                .header("RateLimit", matchesPattern("\"minute\";r=9;t=([1-9]|[1-5][0-9]|60)"))
                .header("RateLimit-Policy", "\"minute\";q=10;w=60, \"hour\";q=100;w=3600, \"day\";q=1000;w=86400");
        long reset = Long.parseLong(ok.header("X-RateLimit-Reset"));
        assertEquals(0, reset % 60);
        assertTrue(reset > now() && reset <= now() + 60, () -> "resets at " + reset);

        remaining(assertFailure(api.get("/v1/sessions/session_none"), 404, "session_not_found")
                .extract()
                .response());
        remaining(assertFailure(api.get("/v1/nothing"), 404, "resource_not_found")
                .extract()
                .response());
        remaining(assertFailure(api.request().put("/v1/sessions"), 405, "method_not_allowed")
                .extract()
                .response());
        remaining(assertFailure(api.post("/v1/sessions", "{"), 400, "invalid_request")
                .extract()
                .response());
        Api powerless = Api.withKey(tenant.key(List.of("media:read")));
        remaining(assertFailure(powerless.get("/v1/sessions"), 403, "insufficient_permissions")
                .extract()
                .response());
    }

    @Test
    void tellsOfNoLimitOnAnUnlimitedPlan() {
        Response answer = Api.operator().get("/v1/sandbox");
        answer.then()
                .statusCode(200)
                .header("X-RateLimit-Limit", "2147483647")
                .header("X-RateLimit-Remaining", "2147483647")
                .header("RateLimit-Policy", startsWith("\"unlimited\""));
        remaining(answer);
    }

    @Test
    void tellsNothingWithoutAKey() {
        assertFailure(Api.withKey(null).get("/v1/sessions"), 401, "missing_api_key")
                .header("X-RateLimit-Limit", nullValue());
        Api.withKey(null).get("/v1/errors").then().statusCode(200).header("X-RateLimit-Limit", nullValue());
    }

    @Test
    void refusesWhatIsBeyondTheLimitAndCountsIntoNoWindow() {
        Tenant tenant = Tenant.on("premium", Map.of("requestsPerDay", 3));
        Api other = Api.withKey(tenant.key(List.of("account:read")));
        tenant.api().get("/v1/account").then().statusCode(200).header("X-RateLimit-Remaining", "2");
        other.get("/v1/account").then().statusCode(200).header("X-RateLimit-Remaining", "1");
        tenant.api().get("/v1/nothing").then().statusCode(404).header("X-RateLimit-Remaining", "0");
        for (int i = 0; i < 3; i++) {
            Response refused = tenant.api().get("/v1/nothing");
            assertFailure(refused, 429, "rate_limit_exceeded")
                    .header("X-RateLimit-Limit", "3")
                    .header("X-RateLimit-Remaining", "0")
                    .header("RateLimit", startsWith("\"day\";r=0;t="));
            long retryAfter = Long.parseLong(refused.header("Retry-After"));
            long left = Long.parseLong(refused.header("X-RateLimit-Reset")) - now();
            assertTrue(Math.abs(retryAfter - left) <= 1, () -> retryAfter + " but " + left);
        }
        assertFailure(other.get("/v1/account"), 429, "rate_limit_exceeded");
        assertEquals(3, used(tenant.accountId(), 60));
        assertEquals(3, used(tenant.accountId(), 86_400));
    }

    @Test
    void asksTheDatabaseNoMoreOnceItIsOver() {
        Tenant tenant = Tenant.on("premium", Map.of("requestsPerDay", 1));
        tenant.api().get("/v1/account").then().statusCode(200);
        pool.preparedQuery("UPDATE rate_window SET used = 0 WHERE subject = $1")
                .executeAndAwait(Tuple.of(tenant.accountId()));
        assertFailure(tenant.api().get("/v1/account"), 429, "rate_limit_exceeded");
    }

    @Test
    void letsAnAccountGoOnOnceItsLimitIsRaised() {
        Tenant tenant = Tenant.on("premium", Map.of("requestsPerDay", 1));
        tenant.api().get("/v1/account").then().statusCode(200);
        assertFailure(tenant.api().get("/v1/account"), 429, "rate_limit_exceeded");
        tenant.change(Map.of("overrides", Map.of("requestsPerDay", 50)));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> tenant.api().get("/v1/account").then().statusCode(200));
    }

    @Test
    void looksAtTheKeyFirstAndAtEverythingElseLater() {
        Tenant tenant = Tenant.on("free", Map.of("requestsPerDay", 0));
        assertFailure(Api.withKey("tdg_wrong").get("/v1/sessions"), 401, "invalid_api_key");
        assertFailure(tenant.api().get("/v1/nothing"), 429, "rate_limit_exceeded");
        assertFailure(tenant.api().request().put("/v1/sessions"), 429, "rate_limit_exceeded");
        assertFailure(tenant.api().post("/v1/sessions", "{"), 429, "rate_limit_exceeded");
        assertFailure(tenant.api().get("/v1/admin/accounts"), 429, "rate_limit_exceeded");
        Api.withKey(null).get("/v1/errors").then().statusCode(200);
    }

    @Test
    void limitsSingleEndpointsBesideThePlan() {
        Tenant tenant = Tenant.on("enterprise", Map.of("sessions", 100));
        for (int i = 0; i < 5; i++) {
            tenant.api().newSession();
        }
        Response refused = tenant.api()
                .request()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(Map.of("name", "sixth"))
                .post("/v1/sessions;a=b/");
        assertFailure(refused, 429, "rate_limit_exceeded")
                .header("X-RateLimit-Limit", "5")
                .header("RateLimit", startsWith("\"create-session\";r=0;t="))
                .header("RateLimit-Policy", matchesPattern(".*\"create-session\";q=5;w=3600"));
        assertFailure(
                Api.withKey(tenant.key(List.of("media:read"))).post("/v1/sessions", "{"), 429, "rate_limit_exceeded");
        // a refused request is not counted, and other endpoints still work
        tenant.api().get("/v1/account").then().statusCode(200).body("data.usage.requestsToday", equalTo(6));
        assertFailure(tenant.api().request().delete("/v1/media"), 405, "method_not_allowed")
                .header("RateLimit-Policy", matchesPattern("[^m]*minute[^m]*"));
    }

    @Test
    void losesNoByteOfABodyWhileItAsksTheDatabase() {
        Tenant tenant = Tenant.on("premium");
        for (int i = 0; i < 3; i++) {
            assertFailure(
                    tenant.api().sendText("session_none", "14155552671", "x".repeat(5_000_000)),
                    400,
                    "message_too_long",
                    "text");
            // the key is not cached any more, so it is looked up as well
            tenant.change(Map.of("name", "tenant " + i));
        }
    }

    @Test
    void liftsTheLimitsOfEndpointsOnAnUnlimitedPlan() {
        Tenant tenant = Tenant.on("unlimited");
        for (int i = 0; i < 6; i++) {
            tenant.api().newSession();
        }
    }

    private static void remaining(Response answer) {
        for (String name : List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")) {
            assertTrue(answer.header(name) != null && answer.header(name).matches("[0-9]+"), name);
        }
        assertTrue(answer.header("RateLimit") != null && answer.header("RateLimit-Policy") != null);
    }

    private int used(String subject, int seconds) {
        return pool.preparedQuery("SELECT used FROM rate_window WHERE subject = $1 AND seconds = $2")
                .executeAndAwait(Tuple.of(subject, seconds))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
