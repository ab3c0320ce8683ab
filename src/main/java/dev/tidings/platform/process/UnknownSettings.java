package dev.tidings.platform.process;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Refuses to start with a setting that does not exist: a limit with a typo in its name would have no effect. */
@Singleton
class UnknownSettings {
    /** Part of the names of the sources that read variables: those of the process, and those of a file .env. */
    private static final String ENVIRONMENT = "EnvConfigSource";

    private final Config config;

    UnknownSettings(Config config) {
        this.config = config;
    }

    /** Not in tests: they set properties of the JVM that they share with the application. */
    void refuse(@Observes @Priority(StartupOrder.PROCESS) StartupEvent starting) {
        if (LaunchMode.current() == LaunchMode.TEST) {
            return;
        }
        KnownSettings known = KnownSettings.load();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(KnownSettings::mayBeOurs)
                .map(this::asGiven)
                .filter(known::isUnknown)
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw refusal(name, known);
                });
    }

    /** Environment variables are listed with dots also where their settings have dashes. */
    private String asGiven(String name) {
        String source = config.getConfigValue(name).getSourceName();
        return source != null && source.contains(ENVIRONMENT) ? KnownSettings.variable(name) : name;
    }

    private static IllegalStateException refusal(String name, KnownSettings known) {
        String hint = known.nearest(name)
                .map(nearest -> "Did you mean " + nearest + "? ")
                .orElse("");
        return StartupFailure.because(
                "Unknown setting " + name + ". " + hint + "docs/configuration.md lists all of them.");
    }
}
