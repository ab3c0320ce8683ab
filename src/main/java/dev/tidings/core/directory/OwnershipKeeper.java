package dev.tidings.core.directory;

import dev.tidings.core.directory.OwnershipRepository.Owned;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.CoalescingTask;
import dev.tidings.platform.sql.PgNotifications;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps this replica's lease, takes sessions that have no owner, and gives some away when it has too many. Runs every
 * second, and at once when another replica says so; does nothing where no engine's sessions are owned.
 */
@ApplicationScoped
public class OwnershipKeeper {
    /** Sessions that are taken in one transaction. */
    static final int BATCH = 200;

    private static final String CHANNEL = "tidings_owners";
    private static final long LEASE_CHECK_MILLIS = 200;

    /** Turns between two comparisons of what is believed with what is stored. */
    private static final int RECONCILE_EVERY = 10;

    private final SessionOwnership ownership;
    private final OwnershipRepository repository;
    private final OwnedEngines engines;
    private final OwnershipMetrics metrics;
    private final PgNotifications notices;
    private final Vertx vertx;
    private final CoalescingTask turns;
    private final AtomicInteger turn = new AtomicInteger();

    /** No timer has the number -1. */
    private volatile long leaseCheck = -1;

    OwnershipKeeper(
            SessionOwnership ownership,
            OwnershipRepository repository,
            OwnedEngines engines,
            OwnershipMetrics metrics,
            PgNotifications notices,
            Vertx vertx) {
        this.ownership = ownership;
        this.repository = repository;
        this.engines = engines;
        this.metrics = metrics;
        this.notices = notices;
        this.vertx = vertx;
        this.turns = new CoalescingTask("The ownership of sessions", vertx, () -> turn().replaceWith(false));
    }

    void start(@Observes StartupEvent started) {
        if (!engines.owned().isEmpty()) {
            notices.listen(CHANNEL, ignored -> wake());
            leaseCheck = vertx.setPeriodic(LEASE_CHECK_MILLIS, timer -> ownership.checkLease());
            wake();
        }
    }

    /** The event loop outlives the beans: what still ran on it would find none. */
    void stop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(leaseCheck);
    }

    void wake() {
        if (!engines.owned().isEmpty()) {
            turns.wake();
        }
    }

    Uni<Void> turn() {
        return ownership.renew().chain(this::reconcileAtTimes).chain(this::look).flatMap(this::act);
    }

    /** Gives a session to another replica, or to any. */
    public Uni<Void> move(OwnershipToken token, String target) {
        return ownership.handOver(token, target).chain(this::tellOthers);
    }

    /** Leaves all sessions to others. */
    Uni<Void> leave() {
        return ownership.leave().chain(this::tellOthers);
    }

    /** Sessions may be free: others look at once. */
    public Uni<Void> tellOthers() {
        return BackgroundTasks.guard("Telling other replicas of free sessions", notices.send(CHANNEL, ""));
    }

    private Uni<Void> reconcileAtTimes() {
        return turn.incrementAndGet() % RECONCILE_EVERY != 0
                ? Uni.createFrom().voidItem()
                : ownership.reconcile().chain(ownership::tidyUp).chain(repository::forgetReplicas);
    }

    private Uni<OwnershipBalance> look() {
        return repository
                .markGone(null)
                .chain(repository::live)
                .flatMap(live -> repository
                        .countFree(engines.owned(), ownership.replicaId())
                        .map(free -> new OwnershipBalance(ownership.replicaId(), live, free.all(), free.offered())))
                .invoke(metrics::show);
    }

    private Uni<Void> act(OwnershipBalance balance) {
        return balance.free() > 0 ? takeShare(balance) : giveAway(balance);
    }

    private Uni<Void> takeShare(OwnershipBalance balance) {
        return take(balance.share(), true)
                .chain(() -> take(Integer.MAX_VALUE, false))
                .chain(() -> ownership.hasRoom() ? Uni.createFrom().voidItem() : showWaiting());
    }

    /** Thousands take longer than the lease may wait for its renewal. */
    private Uni<Void> take(int most, boolean fresh) {
        return ownership
                .take(most, fresh)
                .call(ownership::renew)
                .flatMap(taken -> taken < BATCH ? Uni.createFrom().voidItem() : take(most - taken, fresh));
    }

    private Uni<Void> showWaiting() {
        return ownership
                .showWaiting()
                .call(ownership::renew)
                .flatMap(shown -> shown < BATCH ? Uni.createFrom().voidItem() : showWaiting());
    }

    private Uni<Void> giveAway(OwnershipBalance balance) {
        int moves = balance.moves();
        return moves == 0
                ? Uni.createFrom().voidItem()
                : repository
                        .movable(balance.replicaId(), moves)
                        .flatMap(chosen -> BackgroundTasks.each(chosen, owned -> giveAway(balance, owned)))
                        .chain(this::tellOthers);
    }

    private Uni<Void> giveAway(OwnershipBalance balance, Owned owned) {
        metrics.moved();
        return ownership
                .handOver(owned.token(), balance.target().map(Replica::id).orElse(null))
                .chain(ownership::renew);
    }
}
