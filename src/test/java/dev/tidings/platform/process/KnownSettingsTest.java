package dev.tidings.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {
    private final KnownSettings settings = new KnownSettings(List.of(
            "TIDINGS_ADMIN_KEY", "tidings.egress.allow", "tidings.http.max-body-size", "tidings.plans.*.sessions"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidings.http.max-body-size",
                "TIDINGS_HTTP_MAX_BODY_SIZE",
                "tidings.egress.allow[1]",
                "tidings.plans.free.sessions",
                "tidings.plans.\"a.b\".sessions",
                "TIDINGS_PLANS_FREE_SESSIONS",
                "TIDINGS_ADMIN_KEY",
                "quarkus.http.port",
                "QUARKUS_HTTP_PORT",
                "TIDINGS",
                "PATH"
            })
    void takesWhatItKnowsAndWhatIsNotOurs(String name) {
        assertFalse(settings.isUnknown(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIDINGS_SERVICE_HOST",
                "TIDINGS_SERVICE_PORT",
                "TIDINGS_SERVICE_PORT_HTTP",
                "TIDINGS_PORT",
                "TIDINGS_PORT_8080_TCP",
                "TIDINGS_PORT_8080_TCP_ADDR",
                "TIDINGS_API_SERVICE_HOST"
            })
    void takesWhatKubernetesPutsThereForAServiceOfOurName(String name) {
        assertFalse(settings.isUnknown(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidings.http.max-bodysize",
                "TIDINGS_HTTP_MAX_BODYSIZE",
                "tidings.http",
                "tidings.plans.free",
                "tidings.plans.free.sessions.more",
                "TIDINGS_ADMINKEY"
            })
    void refusesEverythingElse(String name) {
        assertTrue(settings.isUnknown(name));
    }

    @Test
    void namesWhatWasProbablyMeant() {
        assertEquals(Optional.of("tidings.http.max-body-size"), settings.nearest("tidings.http.max-bodysize"));
        assertEquals(Optional.of("TIDINGS_HTTP_MAX_BODY_SIZE"), settings.nearest("TIDINGS_HTTP_MAX_BODYSIZE"));
        assertEquals(Optional.of("TIDINGS_ADMIN_KEY"), settings.nearest("TIDINGS_ADMINKEY"));
        assertEquals(Optional.empty(), settings.nearest("tidings.zzz.qqqqqqqqqqqqqqqqqq"));
    }
}
