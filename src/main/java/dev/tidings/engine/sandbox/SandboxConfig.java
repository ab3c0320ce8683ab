package dev.tidings.engine.sandbox;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The pace of the built-in simulator. */
@ConfigMapping(prefix = "tidings.sandbox")
interface SandboxConfig {

    /** How often the simulator looks for what is due: QR codes to change, messages to report delivered or read. */
    @WithDefault("1s")
    @WithConverter(Span.Positive.class)
    Duration tick();

    /** How long after it was sent a message is reported as delivered. */
    @WithDefault("1s")
    @WithConverter(Span.class)
    Duration deliveredAfter();

    /** How long after it was delivered a message is reported as read. */
    @WithDefault("2s")
    @WithConverter(Span.class)
    Duration readAfter();

    /** How long numbers that end in 0004 take to answer. */
    @WithDefault("3s")
    @WithConverter(Span.class)
    Duration slowAnswer();
}
