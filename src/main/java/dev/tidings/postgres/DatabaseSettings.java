package dev.tidings.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Tidings uses its database. Where it is, {@code DATABASE_URL} tells. */
@ConfigMapping(prefix = "tidings.database")
interface DatabaseSettings {

    /** Whether the schema is brought up to date at start; turn it off when something else runs the migrations. */
    @WithDefault("true")
    boolean migrate();

    /** How long to wait for a new connection, at start and later. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long a request waits for a free connection before it fails as unavailable. */
    @WithDefault("5s")
    Duration acquireTimeout();
}
