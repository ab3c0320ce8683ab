package dev.tidings.access.ratelimit;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.RawHttp;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConcurrencyTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void refusesOneMoreThanThePlanLetsRun() {
        Tenant tenant = Tenant.on("premium", Map.of("concurrentRequests", 2));
        try (RawHttp first = unfinished(tenant);
                RawHttp second = unfinished(tenant)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertFailure(
                                    tenant.api().get("/v1/nothing"), 429, "concurrent_request_limit_exceeded")
                            .header("Retry-After", "1")
                            .header("X-RateLimit-Limit", "300")
                            .header("X-RateLimit-Remaining", notNullValue()));
            assertEquals(201, first.send("0123456789").receive().status());
            // a client may have its answer a moment before the place is free
            await().atMost(SOON)
                    .untilAsserted(() -> tenant.api().get("/v1/account").then().statusCode(200));
            assertEquals(201, second.send("9876543210").receive().status());
        }
        await().during(Duration.ofMillis(500))
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> tenant.api().get("/v1/account").then().statusCode(200));
    }

    @Test
    void takesACutConnectionForTheEnd() {
        Tenant tenant = Tenant.on("premium", Map.of("concurrentRequests", 1));
        RawHttp cut = unfinished(tenant);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertFailure(tenant.api().get("/v1/account"), 429, "concurrent_request_limit_exceeded"));
        cut.close();
        await().atMost(SOON)
                .untilAsserted(() -> tenant.api().get("/v1/account").then().statusCode(200));
    }

    @Test
    void countsEachAccountForItself() {
        Tenant busy = Tenant.on("premium", Map.of("concurrentRequests", 1));
        Tenant other = Tenant.on("premium", Map.of("concurrentRequests", 1));
        try (RawHttp running = unfinished(busy)) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertFailure(busy.api().get("/v1/account"), 429, "concurrent_request_limit_exceeded"));
            other.api().get("/v1/account").then().statusCode(200);
            running.send("0123456789").receive();
        }
    }

    /** An upload of ten bytes that waits for all of them. */
    private static RawHttp unfinished(Tenant tenant) {
        return new RawHttp(RestAssured.port)
                .send("POST /v1/media HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + tenant.api().key()
                        + "\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n");
    }
}
