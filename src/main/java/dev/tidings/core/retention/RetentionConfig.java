package dev.tidings.core.retention;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "tidings.retention")
public interface RetentionConfig {

    /** How long deliveries and their attempts are kept after their event, more than 0. Those still to be tried are kept longer. */
    @WithDefault("30d")
    @WithConverter(Span.Positive.class)
    Duration deliveries();

    /**
     * How long events are kept for readers and for endpoints that could not be reached, more than 0. Retries take up to
     * four days, so keep it above that.
     */
    @WithDefault("7d")
    @WithConverter(Span.Positive.class)
    Duration events();

    /** How long messages are kept after they were accepted, more than 0. Those that still wait in the queue are kept longer. */
    @WithDefault("90d")
    @WithConverter(Span.Positive.class)
    Duration messages();
}
