package dev.tidings.engine.linked.transport;

import dev.tidings.platform.egress.AddressResolver;
import dev.tidings.platform.egress.EgressPolicy;
import dev.tidings.platform.egress.ParsedUrl;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Judges where a proxy is, as for every address that a user chose: again at each connection, which is then made to the
 * address that was judged.
 */
final class ProxyAddresses {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final EgressPolicy policy;
    private final AddressResolver resolver;

    ProxyAddresses(EgressPolicy policy, AddressResolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /** Fails with {@link ProxyRefusedException} where nobody may connect to. */
    Uni<InetAddress> find(Proxy proxy) {
        // As if TLS were asked for: that a proxy has none does not matter, because what goes through it is encrypted.
        ParsedUrl parsed = policy.parse("https://" + proxy.host() + ":" + proxy.port() + "/");
        if (!(parsed instanceof ParsedUrl.Target target)) {
            return Uni.createFrom().failure(new ProxyRefusedException());
        }
        return target.address().map(address -> Uni.createFrom().item(address)).orElseGet(() -> resolve(target));
    }

    private Uni<InetAddress> resolve(ParsedUrl.Target target) {
        return resolver.resolve(target.host())
                .ifNoItem()
                .after(LIMIT)
                .failWith(() -> new UnknownHostException("no answer in time"))
                .map(addresses -> judged(target, addresses));
    }

    private InetAddress judged(ParsedUrl.Target target, List<InetAddress> addresses) {
        if (policy.judge(target, addresses).isPresent()) {
            throw new ProxyRefusedException();
        }
        return addresses.get(0);
    }

    /** The proxy has an address that may not be called. */
    static final class ProxyRefusedException extends RuntimeException {
        ProxyRefusedException() {
            super("the proxy has an address that may not be called");
        }
    }
}
