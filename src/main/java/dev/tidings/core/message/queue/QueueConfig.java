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

    /** How much time lies at least between two queued messages of one session; 0 for none. */
    @WithDefault("20ms")
    @WithConverter(Span.class)
    Duration minInterval();

    /** How much is added to that time at random, as a fraction of it: from 0 (nothing) to 1 (up to as much again). */
    @WithDefault("0.5")
    @WithConverter(Fraction.class)
    double jitter();

    /** How many sessions one replica sends queued messages for at the same time, 1 or more. */
    @WithDefault("32")
    @WithConverter(PositiveInt.class)
    int parallelSessions();

    /** How many queued messages one session sends in a row before other sessions get their turn, 1 or more. */
    @WithDefault("50")
    @WithConverter(PositiveInt.class)
    int turn();
}
