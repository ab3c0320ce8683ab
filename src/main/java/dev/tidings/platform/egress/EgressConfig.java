package dev.tidings.platform.egress;

import dev.tidings.platform.config.YesOrNo;
import dev.tidings.platform.net.AddressRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where calls to addresses that users choose may go. */
@ConfigMapping(prefix = "tidings.egress")
interface EgressConfig {

    /**
     * Networks that may be called although they are not public, as CIDRs separated by commas, such as
     * {@code 10.20.0.0/16,fd00::/8}. Plain http is allowed to them too.
     */
    Optional<List<AddressRange>> allow();

    /** Whether addresses outside of {@code allow} are called by https only. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean requireHttps();

    /**
     * A PEM file with the certificates of authorities that receivers of webhooks and hosts of media may have theirs from,
     * beside the public ones: a company's own, say. Read at start.
     */
    Optional<Path> trust();
}
