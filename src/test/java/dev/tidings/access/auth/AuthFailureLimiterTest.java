package dev.tidings.access.auth;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.matchesPattern;

import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import dev.tidings.support.NarrowSettings;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NarrowSettings.class)
class AuthFailureLimiterTest {
    private static final int MOST = NarrowSettings.AUTH_FAILURES_PER_MINUTE;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Inject
    MovableClock clock;

    /** Moves to the start of a minute, so that a test stays within one. */
    @BeforeEach
    void beginAMinute() {
        clock.advance(Duration.ofMillis(MINUTE.toMillis() - clock.millis() % MINUTE.toMillis()));
    }

    @Test
    void locksAnAddressThatTriesTooManyKeysUntilTheMinuteEnds() {
        Api stranger = Api.withKey("tdg_guess");
        for (int i = 0; i < MOST; i++) {
            assertFailure(stranger.get("/v1/sessions"), 401, "invalid_api_key");
        }
        assertFailure(stranger.get("/v1/sessions"), 429, "rate_limit_exceeded")
                .header("Retry-After", matchesPattern("[1-9]|[1-5][0-9]|60"));
        clock.advance(MINUTE);
        assertFailure(stranger.get("/v1/sessions"), 401, "invalid_api_key");
    }

    @Test
    void countsWellFormedKeysThatNobodyHas() {
        for (int i = 0; i < MOST; i++) {
            assertFailure(Api.withKey(ApiKeyFormat.generate()).get("/v1/sessions"), 401, "invalid_api_key");
        }
        assertFailure(Api.withKey(ApiKeyFormat.generate()).get("/v1/sessions"), 429, "rate_limit_exceeded");
    }

    @Test
    void letsKeysThatWorkHereGoOnBesideAnAbuserOfTheSameAddress() {
        Tenant known = Tenant.on("premium");
        known.api().get("/v1/account").then().statusCode(200);
        Tenant unknown = Tenant.on("premium");
        for (int i = 0; i <= MOST; i++) {
            Api.withKey("tdg_guess").get("/v1/sessions");
        }
        known.api().get("/v1/account").then().statusCode(200);
        Api.operator().get("/v1/sandbox").then().statusCode(200);
        assertFailure(unknown.api().get("/v1/account"), 429, "rate_limit_exceeded");
        clock.advance(MINUTE);
        unknown.api().get("/v1/account").then().statusCode(200);
    }

    @Test
    void neverCountsAMissingKey() {
        for (int i = 0; i < 3 * MOST; i++) {
            assertFailure(Api.withKey(null).get("/v1/sessions"), 401, "missing_api_key");
        }
        assertFailure(Api.withKey("tdg_guess").get("/v1/sessions"), 401, "invalid_api_key");
    }
}
