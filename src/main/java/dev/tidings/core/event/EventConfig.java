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

    /** How many event streams one account may have open at once on one replica, 1 or more; a further one is answered 429. */
    @WithDefault("5")
    @WithConverter(PositiveInt.class)
    int streams();

    /**
     * How long a stream without events waits before it sends a comment, more than 0. Keep it below the idle timeout of every
     * proxy between here and the clients.
     */
    @WithDefault("15s")
    @WithConverter(Span.Positive.class)
    Duration heartbeat();
}
