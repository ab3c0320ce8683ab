package dev.tidings.engine.linked;

import dev.tidings.core.directory.SessionOwnership;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.noise.CertificateCheck;
import dev.tidings.engine.linked.transport.VertxDialer;
import dev.tidings.engine.linked.transport.VertxTimers;
import dev.tidings.platform.egress.AddressResolver;
import dev.tidings.platform.egress.EgressPolicy;
import dev.tidings.platform.process.StartupFailure;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Makes what all sessions share, and checks at the start whether it fits together. */
@Startup
@ApplicationScoped
class LinkedServices {
    private static final Logger LOG = Logger.getLogger(LinkedServices.class);
    private static final Set<String> SCHEMES = Set.of("ws", "wss");

    private final ExecutorService pool;
    private final VertxDialer dialer;
    private final SessionServices all;

    LinkedServices(
            LinkedConfig config,
            StoredSessions store,
            StoredClientVersions versions,
            SessionOwnership ownership,
            LinkedObserver observer,
            EgressPolicy policy,
            AddressResolver resolver,
            Randomness randomness,
            Clock clock,
            Vertx vertx) {
        CertificateCheck check = new CertificateCheck(rootKey(config, LaunchMode.current()));
        AtomicInteger number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(config.threads(), task -> {
            Thread thread = new Thread(task, "linked-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.dialer = new VertxDialer(vertx, config.url(), policy, resolver);
        this.all = new SessionServices(
                store,
                versions,
                dialer,
                check,
                randomness,
                clock,
                pool,
                queue -> new VertxTimers(vertx, queue),
                ownership::held,
                observer);
    }

    SessionServices all() {
        return all;
    }

    void stop(@Observes ShutdownEvent stopping) {
        pool.shutdown();
        dialer.close();
    }

    /** Whoever can set another root key could read along; on this machine it is a test. */
    static PublicKey rootKey(LinkedConfig config, LaunchMode mode) {
        URI url = config.url();
        if (url.getHost() == null || !SCHEMES.contains(url.getScheme()) || url.getQuery() != null) {
            throw StartupFailure.because(
                    "The setting tidings.linked.url must be a URL that starts with wss:// or ws://, but is '" + url
                            + "'.");
        }
        PublicKey key = parse(config.rootKey());
        if (key.equals(CertificateCheck.WHATSAPP_ROOT)) {
            return key;
        }
        if (mode == LaunchMode.NORMAL && !isLoopback(url.getHost())) {
            throw StartupFailure.because(
                    "The setting tidings.linked.root-key is not WhatsApp's. In production that is allowed"
                            + " only when tidings.linked.url is on this machine, for tests.");
        }
        LOG.warnf(
                "Sessions of the engine linked connect to %s, which is not WhatsApp: its root key is another one", url);
        return key;
    }

    private static PublicKey parse(String digits) {
        try {
            return PublicKey.ofRaw(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException | MalformedException e) {
            throw StartupFailure.because("The setting tidings.linked.root-key must be 64 hexadecimal digits.");
        }
    }

    /** An address as it is written; a name could be led elsewhere, but for localhost. */
    private static boolean isLoopback(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.equals("localhost")) {
            return true;
        }
        try {
            return bare.matches("[0-9.]+|.*:.*") && InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
