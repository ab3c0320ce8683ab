package dev.tidings.core.media;

import dev.tidings.platform.config.Span;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where files are kept, and for how long. */
@ConfigMapping(prefix = "tidings.media")
public interface MediaConfig {

    /** Where files are stored: {@code local}, a folder that all replicas share, or {@code postgres}, the database. */
    @WithDefault("local")
    String store();

    /** The folder of the store {@code local}; it is created when it is missing. */
    @WithDefault("${tidings.data-dir}/media")
    Path folder();

    /** How long a file is kept after its last upload, more than 0; one for a message with {@code sendAt} so long after that. */
    @WithDefault("30D")
    @WithConverter(Span.Positive.class)
    Duration ttl();

    /** How long one upload may take in all, more than 0. What is unfinished by then is removed. */
    @WithDefault("1H")
    @WithConverter(Span.Positive.class)
    Duration uploadTimeout();

    /** How long an upload may pause without sending a byte, more than 0. */
    @WithDefault("60S")
    @WithConverter(Span.Positive.class)
    Duration idleTimeout();

    /** How long fetching a file from a URL may take in all, from the look-up of its host to the last byte, more than 0. */
    @WithDefault("10S")
    @WithConverter(Span.Positive.class)
    Duration fetchTimeout();
}
