package dev.tidings.auth;

import io.smallrye.config.ConfigMapping;
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
    boolean developmentKey();

    /** The file that keeps the development key. */
    Path developmentKeyFile();
}
