package dev.tidings.platform.postgres;

import dev.tidings.platform.config.Span;
import dev.tidings.platform.config.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Tidings uses its database. Its address is {@code DATABASE_URL}. */
@ConfigMapping(prefix = "tidings.database")
interface DatabaseSettings {

    /** Whether the schema is brought up to date at start; if not, the start waits until something else has done so. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean migrate();

    /** Whether to only bring the schema up to date and then exit, with exit code 0 on success. */
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

    /** How long a query waits for an answer of the database before its connection is closed and the request is answered 503. */
    @WithDefault("10s")
    @WithConverter(Span.Patience.class)
    Duration queryTimeout();
}
