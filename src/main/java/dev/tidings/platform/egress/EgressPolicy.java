package dev.tidings.platform.egress;

import dev.tidings.platform.egress.Refusal.Kind;
import dev.tidings.platform.net.AddressRange;
import dev.tidings.platform.net.Addresses;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Decides which addresses that users choose may be called. Started early, so that a bad setting is told at once. */
@Startup
@ApplicationScoped
public class EgressPolicy {
    private final List<AddressRange> allowed;
    private final boolean requireHttps;

    EgressPolicy(EgressConfig config) {
        this.allowed =
                config.allow().orElse(List.of()).stream().map(AddressRange::of).toList();
        this.requireHttps = config.requireHttps();
    }

    /**
     * Reads a URL. What it says by itself is judged here; a name is judged by {@link #judge} once it is resolved, at each
     * connection anew.
     */
    public Parsed parse(String url) {
        ParsedUrl target;
        try {
            target = UrlParser.read(url);
        } catch (RefusedException refused) {
            return refused.refusal();
        }
        Optional<Refusal> refusal = target.address().isPresent()
                ? judge(target, List.of(target.address().get()))
                : httpsMissing(target, allowed.isEmpty());
        return refusal.isPresent() ? refusal.get() : target;
    }

    /** Judges all addresses of a target: one that is not public spoils them all. */
    public Optional<Refusal> judge(ParsedUrl target, List<InetAddress> addresses) {
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
    Optional<Refusal> judgeUnresolved(ParsedUrl target) {
        return httpsMissing(target, true);
    }

    private Optional<Refusal> httpsMissing(ParsedUrl target, boolean outside) {
        return !target.secure() && requireHttps && outside
                ? Optional.of(new Refusal(Kind.HTTPS_REQUIRED, "The URL must start with https://."))
                : Optional.empty();
    }
}
