package dev.tidings.core.directory;

import dev.tidings.core.directory.OwnershipRepository.Owned;
import dev.tidings.platform.async.BackgroundTasks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Connects the sessions that this replica took from another one, at the pace of logins. */
@ApplicationScoped
class TakenSessions {
    private static final Logger LOG = Logger.getLogger(TakenSessions.class);
    private static final long RETRY_MILLIS = 10_000;

    private final OwnershipRepository repository;
    private final LoginPace pace;
    private final SessionOpener opener;
    private final Vertx vertx;

    TakenSessions(OwnershipRepository repository, LoginPace pace, SessionOpener opener, Vertx vertx) {
        this.repository = repository;
        this.pace = pace;
        this.opener = opener;
        this.vertx = vertx;
    }

    /** @param held whether the session is still this replica's, when its turn comes */
    void open(Owned owned, BooleanSupplier held) {
        BackgroundTasks.run(pace.next(), turn -> openNow(owned, held), failure -> retry(owned, held, failure));
    }

    private void openNow(Owned owned, BooleanSupplier held) {
        BackgroundTasks.run(
                "Opening sessions of other replicas",
                vertx,
                () -> repository
                        .wantsConnection(owned.token().sessionId())
                        .flatMap(wanted -> wanted && held.getAsBoolean()
                                ? opener.open(owned.token(), owned.engine())
                                : Uni.createFrom().voidItem())
                        .onFailure()
                        .recoverWithUni(failure -> {
                            retry(owned, held, failure);
                            return Uni.createFrom().voidItem();
                        }));
    }

    private void retry(Owned owned, BooleanSupplier held, Throwable failure) {
        LOG.warnf("%s is not open yet: %s", owned.token().sessionId(), failure.toString());
        vertx.setTimer(RETRY_MILLIS, timer -> {
            if (held.getAsBoolean()) {
                open(owned, held);
            }
        });
    }
}
