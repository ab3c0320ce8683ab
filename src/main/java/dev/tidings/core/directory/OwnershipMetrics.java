package dev.tidings.core.directory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reports the sessions of this replica as {@code tidings_owned_sessions}, how full it is as
 * {@code tidings_owned_sessions_ratio}, which an autoscaler follows, and those that wait for an owner as
 * {@code tidings_unowned_sessions}. Measured by the keeper, so that a scrape waits for nothing.
 */
@Startup
@ApplicationScoped
class OwnershipMetrics {
    private final AtomicLong free = new AtomicLong();
    private final Counter moves;

    OwnershipMetrics(MeterRegistry registry, SessionOwnership ownership, OwnershipConfig config, LoginPace logins) {
        Gauge.builder("tidings.owned.sessions", ownership, SessionOwnership::size)
                .description("Sessions whose connection this replica holds")
                .register(registry);
        Gauge.builder(
                        "tidings.owned.sessions.ratio",
                        ownership,
                        owner -> (double) owner.size() / config.maxSessionsPerReplica())
                .description("How full this replica is: its sessions as a part of the most that it may own")
                .register(registry);
        Gauge.builder("tidings.unowned.sessions", free, AtomicLong::get)
                .description("Sessions of the installation that wait for a replica to own them")
                .register(registry);
        Gauge.builder("tidings.waiting.logins", logins, LoginPace::waiting)
                .description("Sessions of this replica that wait for their turn to log in")
                .register(registry);
        this.moves = Counter.builder("tidings.session.moves")
                .description("Sessions that this replica gave to another one, to balance them")
                .register(registry);
    }

    void show(OwnershipBalance balance) {
        free.set(balance.free());
    }

    void moved() {
        moves.increment();
    }
}
