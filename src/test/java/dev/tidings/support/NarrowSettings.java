package dev.tidings.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The settings that tests need narrower than the others bear. They share one service, as each profile costs a start: what is
 * added here must not disturb those that are here already.
 */
public final class NarrowSettings implements QuarkusTestProfile {
    public static final int AUTH_FAILURES_PER_MINUTE = 5;
    public static final String ORIGIN = "https://app.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tidings.auth.failures-per-minute",
                Integer.toString(AUTH_FAILURES_PER_MINUTE),
                "tidings.http.cors-origins",
                ORIGIN + ",https://other.example.com",
                "tidings.http.body-idle-timeout",
                "1S",
                "tidings.http.body-timeout",
                "5S");
    }
}
