package dev.tidings.core.event;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "tidings.retention")
interface RetentionConfig {

    /** How long events are kept, for readers and for endpoints that could not be reached; retries take up to four days. */
    @WithDefault("7d")
    @WithConverter(Span.Positive.class)
    Duration events();
}
