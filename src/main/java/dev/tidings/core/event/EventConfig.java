package dev.tidings.core.event;

import dev.tidings.platform.config.PositiveInt;
import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of events. */
@ConfigMapping(prefix = "tidings.events")
interface EventConfig {

    /** How many streams an account may have open on one replica. */
    @WithDefault("5")
    @WithConverter(PositiveInt.class)
    int streams();

    /** After so long without an event, a stream sends a comment, so that nothing on the way takes it for dead. */
    @WithDefault("15s")
    @WithConverter(Span.Positive.class)
    Duration heartbeat();
}
