package dev.tidings.engine.linked;

import dev.tidings.core.directory.SessionOwnership;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Metrics of linked devices, and in development the QR codes in the log. */
@Startup
@ApplicationScoped
class LinkedObserver implements SessionServices.Observer {
    private static final Logger LOG = Logger.getLogger(LinkedObserver.class);

    private final SessionOwnership ownership;
    private final MeterRegistry registry;
    private final LinkedSessions sessions;
    private final StoredClientVersions versions;
    private final Counter alerts;
    private final Clock clock;
    private volatile Instant clientExpiration;

    LinkedObserver(
            SessionOwnership ownership,
            MeterRegistry registry,
            LinkedSessions sessions,
            StoredClientVersions versions,
            Clock clock) {
        this.ownership = ownership;
        this.registry = registry;
        this.sessions = sessions;
        this.versions = versions;
        this.clock = clock;
        this.alerts = Counter.builder("tidings.linked.alerts")
                .description("What an operator must look at; the log says what it was")
                .register(registry);
        Gauge.builder("tidings.linked.version.age", this, LinkedObserver::versionAge)
                .description(
                        "Since when the version of the client is known to be the newest; not a number if nobody looked")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("tidings.linked.connections", this, LinkedObserver::connections)
                .description("Linked devices that are connected on this replica")
                .register(registry);
        Gauge.builder("tidings.linked.last.frame.age", this, LinkedObserver::oldestFrame)
                .description("Since when the quietest connected device has received nothing")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("tidings.linked.client.expiration", this, LinkedObserver::secondsToExpiration)
                .description(
                        "Until WhatsApp stops to accept this version of the client; not a number if it has not said")
                .baseUnit("seconds")
                .register(registry);
    }

    private double connections() {
        return sessions.all().stream().filter(LinkedSession::isConnected).count();
    }

    private double oldestFrame() {
        Instant now = clock.instant();
        return sessions.all().stream()
                .filter(LinkedSession::isConnected)
                .map(LinkedSession::lastFrame)
                .filter(Objects::nonNull)
                .mapToDouble(at -> Duration.between(at, now).toMillis() / 1000.0)
                .max()
                .orElse(0);
    }

    private double versionAge() {
        Instant at = versions.foundAt();
        return at.equals(Instant.EPOCH)
                ? Double.NaN
                : Duration.between(at, clock.instant()).toSeconds();
    }

    private double secondsToExpiration() {
        Instant at = clientExpiration;
        return at == null ? Double.NaN : Duration.between(clock.instant(), at).toSeconds();
    }

    @Override
    public void reconnects(String reason) {
        registry.counter("tidings.linked.reconnects", "reason", reason).increment();
    }

    @Override
    public void frameReceived(String sessionId) {
        ownership.sawFrame(sessionId);
    }

    @Override
    public void qr(String sessionId, String text) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            LOG.infof(
                    "Scan this with WhatsApp on your phone (Linked devices, Link a device) to link %s:%n%s",
                    sessionId, QrBlocks.of(text));
        }
    }

    @Override
    public void alert(String sessionId, String what) {
        LOG.errorf("%s: %s", what, sessionId);
        alerts.increment();
    }

    @Override
    public void clientExpires(Instant at) {
        clientExpiration = at;
    }
}
