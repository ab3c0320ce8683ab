package dev.tidings.webhook.history;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "tidings.retention")
interface RetentionConfig {

    /** How long deliveries and their attempts are kept after their event; those that still wait are kept longer. */
    @WithDefault("30d")
    @WithConverter(Span.Positive.class)
    Duration deliveries();
}
