package dev.tidings.engine.cloud;

import dev.tidings.engine.cloud.number.CloudCredentialStore;
import dev.tidings.engine.cloud.number.CloudSessionRepository;
import dev.tidings.engine.cloud.number.CloudSessionRepository.Sealed;
import dev.tidings.engine.cloud.number.NumberVerifier;
import dev.tidings.engine.cloud.number.PacingRepository;
import dev.tidings.engine.cloud.send.UploadRepository;
import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Finds tokens and numbers that are not valid any more, and removes old data. */
@ApplicationScoped
class CloudMaintenanceJob {
    private static final Logger LOG = Logger.getLogger(CloudMaintenanceJob.class);

    private final CloudCredentialStore accounts;
    private final NumberVerifier numbers;
    private final CloudSessionRepository sessions;
    private final PacingRepository pace;
    private final UploadRepository uploads;
    private final Clock clock;

    CloudMaintenanceJob(
            CloudCredentialStore accounts,
            NumberVerifier numbers,
            CloudSessionRepository sessions,
            PacingRepository pace,
            UploadRepository uploads,
            Clock clock) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.sessions = sessions;
        this.pace = pace;
        this.uploads = uploads;
        this.clock = clock;
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return BackgroundTasks.guard(
                "The check of cloud numbers",
                Uni.createFrom()
                        .deferred(accounts::claimCheckDue)
                        .flatMap(due -> BackgroundTasks.each(due, this::check)));
    }

    @Scheduled(every = "1m", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tidyUp() {
        return BackgroundTasks.guard(
                "The tidying up after cloud numbers",
                Uni.createFrom()
                        .deferred(() -> sessions.sweep(clock.instant()))
                        .chain(() -> pace.sweep(clock.instant()))
                        .chain(() -> uploads.sweep(clock.instant())));
    }

    /** A session that cannot be checked now is left for its next turn, and does not delay the check of another. */
    private Uni<Void> check(Sealed session) {
        return Uni.createFrom()
                .deferred(() -> numbers.check(accounts.open(session)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.infof("The number of %s cannot be checked now: %s", session.sessionId(), failure.toString());
                    return Uni.createFrom().voidItem();
                });
    }
}
