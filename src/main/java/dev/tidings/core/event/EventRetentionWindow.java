package dev.tidings.core.event;

import dev.tidings.core.retention.RetentionConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far back events are kept, for code that delivers them again. */
@ApplicationScoped
public class EventRetentionWindow {
    private final RetentionConfig config;
    private final Clock clock;

    EventRetentionWindow(RetentionConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Events that happened before this time may be removed. */
    public Instant since() {
        return clock.instant().minus(config.events());
    }

    public Duration time() {
        return config.events();
    }
}
