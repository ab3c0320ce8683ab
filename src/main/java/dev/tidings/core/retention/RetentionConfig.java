package dev.tidings.core.retention;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "tidings.retention")
public interface RetentionConfig {

    /** How long deliveries and their attempts are kept after their event; those that still wait are kept longer. */
    @WithDefault("30d")
    @WithConverter(Span.Positive.class)
    Duration deliveries();

    /** How long events are kept, for readers and for endpoints that could not be reached; retries take up to four days. */
    @WithDefault("7d")
    @WithConverter(Span.Positive.class)
    Duration events();

    /** How long messages are kept after they were made; those that still wait in the queue are kept longer. */
    @WithDefault("90d")
    @WithConverter(Span.Positive.class)
    Duration messages();
}
