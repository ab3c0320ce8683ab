package dev.tidings.core.message.queue;

import dev.tidings.platform.config.Fraction;
import dev.tidings.platform.config.PositiveInt;
import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The pace of queued messages. */
@ConfigMapping(prefix = "tidings.sending")
interface QueueConfig {

    /** The least time between two queued messages of a session; 0 for none. */
    @WithDefault("20ms")
    @WithConverter(Span.class)
    Duration minInterval();

    /** How much longer the time between two messages may be, at random, as a fraction of it: 0 to 1. */
    @WithDefault("0.5")
    @WithConverter(Fraction.class)
    double jitter();

    /** How many sessions a replica sends for at the same time. */
    @WithDefault("32")
    @WithConverter(PositiveInt.class)
    int parallelSessions();

    /** How many messages a session sends before others get their turn. */
    @WithDefault("50")
    @WithConverter(PositiveInt.class)
    int turn();
}
