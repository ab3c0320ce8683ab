package dev.tidings.platform.http.route;

import dev.tidings.platform.config.PositiveInt;
import dev.tidings.platform.config.Span;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Limits of a request. */
@ConfigMapping(prefix = "tidings.http")
public interface HttpConfig {

    /** The largest JSON body. */
    @WithDefault("20M")
    MemorySize maxBodySize();

    /** How much of a body that is too large is read and dropped before the connection is closed. */
    @WithDefault("200M")
    MemorySize maxDiscardedSize();

    /** The longest pause within a body. */
    @WithDefault("60S")
    @WithConverter(Span.Positive.class)
    Duration bodyIdleTimeout();

    /** The longest time that a whole body may take. */
    @WithDefault("5M")
    @WithConverter(Span.Positive.class)
    Duration bodyTimeout();

    /** The longest request target (path and query), in characters. */
    @WithDefault("8192")
    @WithConverter(PositiveInt.class)
    int maxTargetLength();

    /**
     * Origins whose pages may call from a browser (CORS), such as {@code https://app.example.com}, separated by commas;
     * {@code *} for all. By default none may.
     */
    Optional<Set<String>> corsOrigins();

    /** All header names and values together, in characters. */
    @WithDefault("16384")
    @WithConverter(PositiveInt.class)
    int maxHeaderLength();
}
