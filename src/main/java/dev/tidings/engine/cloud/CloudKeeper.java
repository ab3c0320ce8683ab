package dev.tidings.engine.cloud;

import dev.tidings.engine.cloud.number.CloudAccounts;
import dev.tidings.engine.cloud.number.CloudNumbers;
import dev.tidings.engine.cloud.number.CloudRepository;
import dev.tidings.engine.cloud.number.CloudRepository.Sealed;
import dev.tidings.engine.cloud.number.PaceRepository;
import dev.tidings.engine.cloud.send.UploadRepository;
import dev.tidings.platform.async.Background;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Finds out about tokens and numbers that died, and tidies up. */
@ApplicationScoped
class CloudKeeper {
    private static final Logger LOG = Logger.getLogger(CloudKeeper.class);

    private final CloudAccounts accounts;
    private final CloudNumbers numbers;
    private final CloudRepository sessions;
    private final PaceRepository pace;
    private final UploadRepository uploads;
    private final Clock clock;

    CloudKeeper(
            CloudAccounts accounts,
            CloudNumbers numbers,
            CloudRepository sessions,
            PaceRepository pace,
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
        return Background.guard(
                "The check of cloud numbers",
                Uni.createFrom().deferred(accounts::claimCheckDue).flatMap(due -> Background.each(due, this::check)));
    }

    @Scheduled(every = "1m", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tidyUp() {
        return Background.guard(
                "The tidying up after cloud numbers",
                Uni.createFrom()
                        .deferred(() -> sessions.sweep(clock.instant()))
                        .chain(() -> pace.sweep(clock.instant()))
                        .chain(() -> uploads.sweep(clock.instant())));
    }

    /** One that cannot be checked now is left for its next turn, and keeps no other from being checked. */
    private Uni<Void> check(Sealed session) {
        return Uni.createFrom()
                .deferred(() -> numbers.check(accounts.open(session)))
                .chain(() -> accounts.renew(session))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.infof("The number of %s cannot be checked now: %s", session.sessionId(), failure.toString());
                    return Uni.createFrom().voidItem();
                });
    }
}
