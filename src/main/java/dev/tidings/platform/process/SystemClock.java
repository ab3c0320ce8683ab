package dev.tidings.platform.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The one clock: everything that needs the time takes this {@link Clock}, so that tests can move it. */
final class SystemClock {
    SystemClock() {}

    /** Ticks in milliseconds: what is stored, sorted and shown has the same precision everywhere. */
    @Produces
    @ApplicationScoped
    static Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }
}
