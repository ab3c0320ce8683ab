package dev.tidings.engine.cloud.graph;

import dev.tidings.platform.config.HttpAddress;
import dev.tidings.platform.config.PositiveInt;
import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The way to Meta's WhatsApp Business Cloud API. */
@ConfigMapping(prefix = "tidings.cloud")
public interface CloudConfig {

    /** Where the Graph API is, without its version. */
    @WithConverter(HttpAddress.class)
    String baseUrl();

    /** The version of the Graph API, as it stands in its paths. */
    @WithDefault("v25.0")
    String version();

    /** How often the token and the number of a session are checked. */
    @WithDefault("5m")
    @WithConverter(Span.Positive.class)
    Duration checkInterval();

    /** How many messages a number sends in a second at most, all replicas together. */
    @WithDefault("80")
    @WithConverter(PositiveInt.class)
    int messagesPerSecond();

    /** The least time between two messages to the same recipient, once the burst is used up. */
    @WithDefault("6s")
    @WithConverter(Span.Positive.class)
    Duration recipientInterval();

    /** How many messages to the same recipient may go out at once. */
    @WithDefault("45")
    @WithConverter(PositiveInt.class)
    int recipientBurst();

    /** How long a send waits by itself for the number's turn before it is told to come again. */
    @WithDefault("2s")
    @WithConverter(Span.Positive.class)
    Duration patience();

    /**
     * How long a send waits for the upload of its file. An upload that takes longer goes on by itself, and serves the next
     * attempt.
     */
    @WithDefault("5s")
    @WithConverter(Span.Positive.class)
    Duration uploadPatience();

    /** How long the download of a file that came in may take; another replica tries when this one died meanwhile. */
    @WithDefault("2m")
    @WithConverter(Span.Positive.class)
    Duration downloadTimeout();

    /** For how long an uploaded file is sent again without another upload; Meta keeps it for 30 days. */
    @WithDefault("29d")
    @WithConverter(Span.Positive.class)
    Duration uploadTtl();
}
