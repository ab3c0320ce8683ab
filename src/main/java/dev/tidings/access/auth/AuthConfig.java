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
     * The operator's key, which has all scopes: 32 characters or more. Only its hash is kept in memory. In production the
     * service does not start without one, nor with a shorter or a well-known one. Usually given as TIDINGS_ADMIN_KEY.
     */
    Optional<String> adminKey();

    /** Whether the first start creates a key of all scopes, which is stored in a file and printed at every start. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean developmentKey();

    /**
     * How many requests with an invalid key one address may send per minute, 1 or more. Beyond that it is answered 429,
     * except for keys that have worked recently. IPv6 addresses are counted per /64. Behind a proxy, set quarkus.http.proxy
     * so that the client's own address is seen.
     */
    @WithDefault("60")
    @WithConverter(PositiveInt.class)
    int failuresPerMinute();

    /** The file that the development key is stored in. */
    Path developmentKeyFile();
}
