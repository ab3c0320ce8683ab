package dev.tidings.platform.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Where calls to addresses that users choose may go. */
@ConfigMapping(prefix = "tidings.egress")
interface EgressConfig {

    /**
     * Networks that may be called although they are not public, as CIDRs separated by commas, such as
     * {@code 10.20.0.0/16,fd00::/8}. Plain http is allowed to them too.
     */
    Optional<List<String>> allow();

    /** Whether addresses outside of {@code allow} are called by https only. */
    @WithDefault("true")
    boolean requireHttps();
}
