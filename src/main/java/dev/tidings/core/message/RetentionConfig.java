package dev.tidings.core.message;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "tidings.retention")
interface RetentionConfig {

    /** How long messages are kept after they were made; those that still wait in the queue are kept longer. */
    @WithDefault("90d")
    @WithConverter(Span.Positive.class)
    Duration messages();
}
