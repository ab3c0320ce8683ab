package dev.tidings.access.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {
    @Test
    void areThoseOfTheContractByThemselves() {
        Plans plans = plans(Map.of());
        assertEquals(
                List.of("basic", "enterprise", "free", "premium", "unlimited"),
                plans.names().stream().toList());
        assertEquals(new Plan("free", 10, 100, 1_000, 100, 1, 5, 2, true), plans.of("free"));
        assertEquals(new Plan("basic", 60, 1_000, 10_000, 10_000, 5, 10, 10, true), plans.of("basic"));
        assertEquals(new Plan("premium", 300, 5_000, 50_000, 100_000, 25, 50, 50, true), plans.of("premium"));
        assertEquals(
                new Plan("enterprise", 1_000, 20_000, 200_000, null, null, 200, 200, true), plans.of("enterprise"));
        assertEquals(new Plan("unlimited", null, null, null, null, null, null, null, false), plans.of("unlimited"));
    }

    @Test
    void areChangedAndAddedToByConfiguration() {
        Plans plans = plans(Map.of(
                "tidings.plans.free.sessions", "2",
                "tidings.plans.free.messages-per-day", "unlimited",
                "tidings.plans.gold.requests-per-minute", "600",
                "tidings.plans.gold.endpoint-limits", "false"));
        assertEquals(new Plan("free", 10, 100, 1_000, null, 2, 5, 2, true), plans.of("free"));
        assertEquals(new Plan("gold", 600, 100, 1_000, 100, 1, 5, 2, false), plans.of("gold"));
    }

    @Test
    void giveTheLeastToAnAccountWhosePlanIsGone() {
        Plans plans = plans(Map.of("tidings.plans.free.sessions", "2"));
        assertEquals(plans.of("free"), plans.of("gone"));
        assertEquals(true, plans.find("gone").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "1.5", "99999999999"})
    void areLimitedByNumbersOnly(String limit) {
        assertThrows(RuntimeException.class, () -> plans(Map.of("tidings.plans.free.sessions", limit)));
    }

    @Test
    void giveWayToWhatAnAccountHasBeenGranted() {
        Plan plan = plans(Map.of()).of("basic");
        Plan own = plan.with(new Overrides(500, null, Overrides.UNLIMITED, 0, null, null, null));
        assertEquals(500, own.requestsPerMinute());
        assertEquals(1_000, own.requestsPerHour());
        assertNull(own.requestsPerDay());
        assertEquals(0, own.messagesPerDay());
        assertEquals(plan, plan.with(Overrides.NONE));
    }

    private static Plans plans(Map<String, String> settings) {
        return new Plans(new SmallRyeConfigBuilder()
                .withMapping(PlansConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(PlansConfig.class));
    }
}
