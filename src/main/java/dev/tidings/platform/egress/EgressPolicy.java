package dev.tidings.platform.egress;

import dev.tidings.platform.egress.ParsedUrl.Refusal;
import dev.tidings.platform.egress.ParsedUrl.Refusal.Kind;
import dev.tidings.platform.egress.ParsedUrl.RefusedException;
import dev.tidings.platform.egress.ParsedUrl.Target;
import dev.tidings.platform.net.AddressRange;
import dev.tidings.platform.net.Addresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Decides which addresses that users choose may be called. Started early, so that a bad setting is reported at once. */
@ApplicationScoped
public class EgressPolicy {
    private final List<AddressRange> allowed;
    private final boolean requireHttps;

    EgressPolicy(EgressConfig config) {
        this.allowed = config.allow().orElse(List.of());
        this.requireHttps = config.requireHttps();
    }

    /**
     * Parses a URL. What can be judged without a look-up is judged here; a name is judged by {@link #judge} once it is
     * resolved, again for each connection.
     */
    public ParsedUrl parse(String url) {
        Target target;
        try {
            target = UrlParser.parse(url);
        } catch (RefusedException refused) {
            return refused.refusal();
        }
        Optional<Refusal> refusal = target.address().isPresent()
                ? judge(target, List.of(target.address().get()))
                : httpsMissing(target, allowed.isEmpty());
        return refusal.isPresent() ? refusal.get() : target;
    }

    /** Judges all addresses of a target: one that is not public is enough to refuse it. */
    public Optional<Refusal> judge(Target target, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return Optional.of(new Refusal(Kind.FORBIDDEN_ADDRESS, "The host has no address."));
        }
        for (InetAddress address : addresses) {
            byte[] bytes = Addresses.unmapped(address.getAddress());
            boolean inside = allowed.stream().anyMatch(range -> range.contains(bytes));
            if (!inside && !PublicAddresses.contain(bytes)) {
                return Optional.of(new Refusal(Kind.FORBIDDEN_ADDRESS, "The host has an address that is not public."));
            }
            Optional<Refusal> missing = httpsMissing(target, !inside);
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }

    /** Judges a name that has no address at the moment: plain http is only for addresses that are known to be allowed. */
    Optional<Refusal> judgeUnresolved(Target target) {
        return httpsMissing(target, true);
    }

    private Optional<Refusal> httpsMissing(Target target, boolean outside) {
        return !target.secure() && requireHttps && outside
                ? Optional.of(new Refusal(Kind.HTTPS_REQUIRED, "The URL must start with https://."))
                : Optional.empty();
    }
}
