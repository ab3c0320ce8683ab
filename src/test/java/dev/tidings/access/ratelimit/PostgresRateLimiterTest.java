package dev.tidings.access.ratelimit;

import dev.tidings.platform.id.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class PostgresRateLimiterTest extends RateLimiterContract {
    @Inject
    PostgresRateLimiter limiter;

    @Inject
    Ids ids;

    @Override
    RateLimiter limiter() {
        return limiter;
    }

    @Override
    String newSubject() {
        return "test " + ids.random();
    }
}
