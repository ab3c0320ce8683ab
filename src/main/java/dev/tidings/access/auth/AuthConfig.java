package dev.tidings.access.auth;

import dev.tidings.platform.config.PositiveInt;
import dev.tidings.platform.config.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "tidings.auth")
interface AuthConfig {

    /**
     * The operator's key, with all scopes: 32 characters or more, kept in memory as a hash only. Production refuses to start
     * without one, or with a short or well-known one. Usually given as TIDINGS_ADMIN_KEY.
     */
    Optional<String> adminKey();

    /** Whether to make a key of all scopes at the first start, keep it in a file and print it at every start. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean developmentKey();

    /**
     * How many invalid keys an address may bring in a minute; beyond that it is answered 429, unless the key has worked here
     * lately. An IPv6 address counts with its /64. Behind a proxy, let quarkus.http.proxy find the client's own address.
     */
    @WithDefault("60")
    @WithConverter(PositiveInt.class)
    int failuresPerMinute();

    /** The file that keeps the development key. */
    Path developmentKeyFile();
}
