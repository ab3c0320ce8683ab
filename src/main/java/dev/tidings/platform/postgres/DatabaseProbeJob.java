package dev.tidings.platform.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Reports as {@code tidings_database_up} whether the database answers this replica. Readiness does not depend on it: without
 * the database every replica would leave the service, and clients would get the proxy's page instead of our 503.
 */
@ApplicationScoped
class DatabaseProbeJob {
    private static final Logger LOG = Logger.getLogger(DatabaseProbeJob.class);

    private final Pool pool;
    private volatile boolean up = true;

    DatabaseProbeJob(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        Gauge.builder("tidings.database.up", this, probe -> probe.up ? 1 : 0)
                .description("1 while the database answers this replica, else 0")
                .register(registry);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return pool.query("SELECT 1")
                .execute()
                .invoke(() -> up = true)
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("The database does not answer", failure);
                    up = false;
                    return Uni.createFrom().voidItem();
                });
    }
}
