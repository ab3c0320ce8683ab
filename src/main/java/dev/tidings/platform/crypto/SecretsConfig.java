package dev.tidings.platform.crypto;

import dev.tidings.platform.config.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The keys that encrypt stored secrets; without any, one is derived from the operator's key. A weak key is refused. */
@ConfigMapping(prefix = "tidings.secrets")
interface SecretsConfig {

    /** The only key of an installation that never changed it: 32 random bytes in base64. Usually TIDINGS_SECRETS_KEY. */
    Optional<String> key();

    /**
     * Further keys by their id, which is letters, digits, {@code -} and {@code _}, up to 32 of them. Old ones open what was
     * sealed with them; only the current one seals. A job seals everything again with it and logs that; 24 hours later the
     * old ones can be removed.
     */
    Map<String, String> keys();

    /** The id of the key that seals; needed once there are several. The id of {@code tidings.secrets.key} is {@code default}. */
    Optional<String> current();

    /** Whether to make a key at the first start, and to keep it in a file, when none is given. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean developmentKey();

    /** The file that keeps the development key. */
    Path developmentKeyFile();
}
