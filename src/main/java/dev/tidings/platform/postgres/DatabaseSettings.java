package dev.tidings.platform.postgres;

import dev.tidings.platform.config.Span;
import dev.tidings.platform.config.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Tidings uses its database. Where it is, {@code DATABASE_URL} tells. */
@ConfigMapping(prefix = "tidings.database")
interface DatabaseSettings {

    /** Whether the schema is brought up to date at start; if not, the start waits until something else has done so. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean migrate();

    /** Whether to do nothing else: bring the schema up to date and end, with exit code 0 when that went well. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean migrateOnly();

    /** How long to wait for a new connection, at start and later. */
    @WithDefault("10s")
    @WithConverter(Span.Patience.class)
    Duration connectTimeout();

    /** How long a request waits for a free connection before it fails as unavailable. */
    @WithDefault("5s")
    @WithConverter(Span.Patience.class)
    Duration acquireTimeout();

    /** How long a database may say nothing to a query before its connection is given up and the request is answered 503. */
    @WithDefault("10s")
    @WithConverter(Span.Patience.class)
    Duration queryTimeout();
}
