package dev.tidings.platform.crypto;

import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Seals stored secrets with the current key if they are sealed with an older one, in steps so small that nobody waits for them.
 * A replica looks through everything soon after its start, which is when its keys may have changed, and again from time to time,
 * as a replica with the old keys may have been there for some time after.
 */
@ApplicationScoped
class ResealJob {
    private static final Logger LOG = Logger.getLogger(ResealJob.class);

    private final List<SealedTable> tables;
    private final SecretBox box;

    ResealJob(@All List<SealedTable> tables, SecretBox box) {
        this.tables = tables;
        this.box = box;
    }

    @Scheduled(every = "6h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.each(
                tables,
                table -> BackgroundTasks.guard(
                        "The sealing of " + table.holds() + " with the current key",
                        Uni.createFrom().deferred(() -> reseal(table, "", 0))));
    }

    private Uni<Void> reseal(SealedTable table, String after, int before) {
        return table.reseal(after).flatMap(step -> {
            int resealed = before + step.resealed();
            if (step.last() != null) {
                return reseal(table, step.last(), resealed);
            }
            if (resealed > 0) {
                LOG.infof(
                        "%d values of %s were sealed with another key, and are now sealed with '%s'",
                        resealed, table.holds(), box.currentKey());
            }
            return Uni.createFrom().voidItem();
        });
    }
}
