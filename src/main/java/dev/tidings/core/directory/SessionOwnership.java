package dev.tidings.core.directory;

import dev.tidings.core.directory.OwnershipRepository.Owned;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.Drain;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transactions;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Which sessions this replica owns (docs/adr/0033). A session of an engine that declares it is owned by one replica at a
 * time, which alone holds its connection and writes for it: before each write to a socket it asks {@link #held}, and
 * each transaction that stores something for the session begins with {@link #lock}.
 */
@ApplicationScoped
public class SessionOwnership {
    private static final Logger LOG = Logger.getLogger(SessionOwnership.class);

    /** How long a session that moves waits for the calls to its engine that are under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final OwnershipRepository repository;
    private final OwnershipConfig config;
    private final OwnedEngines engines;
    private final List<OwnershipListener> listeners;
    private final TakenSessions taken;
    private final TakeoverRecorder takeovers;
    private final Transactions transactions;
    private final Drain drain;
    private final Ids ids;
    private final Clock clock;
    private final LongSupplier nanos;
    private volatile Membership membership;

    @Inject
    SessionOwnership(
            OwnershipRepository repository,
            OwnershipConfig config,
            OwnedEngines engines,
            @All List<OwnershipListener> listeners,
            TakenSessions taken,
            TakeoverRecorder takeovers,
            Transactions transactions,
            Drain drain,
            Ids ids,
            Clock clock) {
        this(
                repository,
                config,
                engines,
                listeners,
                taken,
                takeovers,
                transactions,
                drain,
                ids,
                clock,
                System::nanoTime);
    }

    /** @param nanos a clock that never jumps, for the lease */
    SessionOwnership(
            OwnershipRepository repository,
            OwnershipConfig config,
            OwnedEngines engines,
            List<OwnershipListener> listeners,
            TakenSessions taken,
            TakeoverRecorder takeovers,
            Transactions transactions,
            Drain drain,
            Ids ids,
            Clock clock,
            LongSupplier nanos) {
        this.repository = repository;
        this.config = config;
        this.engines = engines;
        this.listeners = listeners;
        this.taken = taken;
        this.takeovers = takeovers;
        this.transactions = transactions;
        this.drain = drain;
        this.ids = ids;
        this.clock = clock;
        this.nanos = nanos;
        this.membership = newMembership();
    }

    /**
     * The token of a session that this replica owns, as far as its own clock can say: from 2 s before others may take
     * the session it is empty, also when PostgreSQL is away.
     */
    public Optional<OwnershipToken> held(String sessionId) {
        Membership current = membership;
        Holding holding = current.isSafe() ? current.find(sessionId) : null;
        return holding != null && holding.isOpen() ? Optional.of(holding.token()) : Optional.empty();
    }

    /** Whether this token is still the one that {@link #held} answers. */
    public boolean holds(OwnershipToken token) {
        return held(token.sessionId()).filter(token::equals).isPresent();
    }

    /**
     * Keeps the owner of a session until the transaction ends: the first statement of each transaction that stores
     * something for the session.
     *
     * @throws OwnershipLostException when another replica owns it
     */
    public Uni<Void> lock(Transaction transaction, OwnershipToken token) {
        return repository
                .lock(transaction, token)
                .invoke(kept -> {
                    if (!kept) {
                        lose(token);
                        throw new OwnershipLostException(token);
                    }
                })
                .replaceWithVoid();
    }

    /** A frame came on the session's connection; cheap. */
    public void sawFrame(String sessionId) {
        Holding holding = membership.find(sessionId);
        if (holding != null) {
            holding.sawFrame(clock.millis());
        }
    }

    /** The id of this replica in the table of owners, which changes when its lease was lost. */
    public String replicaId() {
        return membership.id();
    }

    /** The token of a session whose engine this replica may call now; a session that is about to move is not. */
    public Optional<OwnershipToken> callable(String sessionId) {
        Holding holding = membership.find(sessionId);
        return holding != null && holding.takesCalls() && !drain.hasBegun() ? held(sessionId) : Optional.empty();
    }

    /**
     * Makes a session that has no owner this replica's, if there is room; otherwise the session waits for one that has.
     *
     * @return the token, when the engine can be called here
     */
    public Uni<Optional<OwnershipToken>> acquire(String sessionId, String engine) {
        Membership current = membership;
        boolean room = current.isSafe() && !drain.hasBegun() && current.size() < config.maxSessionsPerReplica();
        return repository.acquire(sessionId, engine, current.id(), room).map(token -> {
            if (token != null) {
                adopt(current, new Owned(token, engine));
            }
            return callable(sessionId);
        });
    }

    /** A call to the engine of a session, which the session waits for before it moves. */
    public <T> Uni<T> calling(OwnershipToken token, Supplier<Uni<T>> call) {
        Holding holding = membership.find(token.sessionId());
        return holding == null ? Uni.createFrom().deferred(call::get) : holding.call(call);
    }

    /** Closes a session's connection here, after the calls under way, and gives it to another replica. */
    Uni<Void> handOver(OwnershipToken token, String target) {
        Membership current = membership;
        Holding holding = current.find(token.sessionId());
        if (holding == null || !holding.token().equals(token)) {
            return Uni.createFrom().failure(new OwnershipLostException(token));
        }
        holding.leave();
        return holding.idle(PATIENCE)
                .invoke(() -> close(holding))
                .chain(() -> repository.release(token, current.id(), target))
                .invoke(() -> current.remove(holding));
    }

    /** Closes all connections, after the calls under way, and leaves the sessions to others at once. */
    Uni<Void> leave() {
        Membership current = membership;
        current.all().forEach(Holding::leave);
        List<Uni<Void>> idle =
                current.all().stream().map(holding -> holding.idle(PATIENCE)).toList();
        Uni<Void> quiet = idle.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(idle).andFailFast().replaceWithVoid();
        return quiet.invoke(() -> end(current))
                .chain(() -> current.isRegistered()
                        ? repository.markGone(current.id())
                        : Uni.createFrom().voidItem());
    }

    /** Renews the lease, or begins one; fails when PostgreSQL does not answer in time. */
    Uni<Void> renew() {
        checkLease();
        Membership current = membership;
        if (current.isOver() || (current.isRegistered() && !current.isDue())) {
            return Uni.createFrom().voidItem();
        }
        long sentAt = current.now();
        Uni<Boolean> renewal = current.isRegistered()
                ? repository.beat(current.id(), drain.hasBegun())
                : repository.register(current.id(), config.replicaName(), config.maxSessionsPerReplica());
        return renewal.ifNoItem()
                .after(Membership.MARGIN)
                .fail()
                .invoke(renewed -> {
                    if (renewed) {
                        current.renewed(sentAt);
                    } else {
                        lapse(current);
                    }
                })
                .replaceWithVoid();
    }

    /** Gives everything up when the lease is about to end; needs no database. */
    void checkLease() {
        Membership current = membership;
        if (current.hasLapsed()) {
            lapse(current);
        }
    }

    /** Takes sessions that have no owner, up to its share and its room; returns how many. */
    Uni<Integer> take(int most, boolean fresh) {
        Membership current = membership;
        int room = Math.min(most, config.maxSessionsPerReplica() - current.size());
        if (room <= 0 || !current.isSafe() || drain.hasBegun()) {
            return Uni.createFrom().item(0);
        }
        return transactions
                .inOne(transaction -> repository
                        .take(transaction, current.id(), engines.owned(), Math.min(room, OwnershipKeeper.BATCH), fresh)
                        .call(all -> takeovers.ownerChanges(transaction, ids(all))))
                .invoke(all -> all.forEach(owned -> adoptAndOpen(current, owned)))
                .map(List::size);
    }

    /** Shows sessions that nobody has room for as reconnecting; returns how many. */
    Uni<Integer> showWaiting() {
        return transactions
                .inOne(transaction -> repository
                        .waiting(transaction, engines.owned())
                        .call(all -> takeovers.ownerChanges(transaction, all)))
                .map(List::size);
    }

    private static List<String> ids(List<Owned> all) {
        return all.stream().map(owned -> owned.token().sessionId()).toList();
    }

    /** Compares what this replica believes with what is stored, as an answer may have been lost. */
    Uni<Void> reconcile() {
        Membership current = membership;
        Map<String, Holding> before = new HashMap<>();
        current.all().forEach(holding -> before.put(holding.token().sessionId(), holding));
        return repository.mine(current.id()).flatMap(stored -> {
            List<Uni<Void>> releases = stored.stream()
                    .filter(owned -> isLeftOver(before.remove(owned.token().sessionId())))
                    .map(owned -> repository.release(owned.token(), current.id(), null))
                    .toList();
            stored.forEach(owned -> adoptAndOpen(current, owned));
            before.values().forEach(this::lose);
            return releases.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.join().all(releases).andFailFast().replaceWithVoid();
        });
    }

    /** Ends what needs no connection any more, and stores when the sessions were last heard. */
    Uni<Void> tidyUp() {
        Membership current = membership;
        Map<String, Instant> frames = new HashMap<>();
        current.all().forEach(holding -> {
            long seen = holding.takeLastFrame();
            if (seen > 0) {
                frames.put(holding.token().sessionId(), Instant.ofEpochMilli(seen));
            }
        });
        return repository
                .saveFrames(frames)
                .chain(() -> repository.notNeeded(current.id()))
                .flatMap(ended -> BackgroundTasks.each(
                        ended,
                        owned -> repository
                                .forget(owned.token(), current.id())
                                .invoke(forgotten -> {
                                    if (forgotten) {
                                        lose(owned.token());
                                    }
                                })
                                .replaceWithVoid()));
    }

    boolean hasRoom() {
        return size() < config.maxSessionsPerReplica();
    }

    int size() {
        return membership.size();
    }

    private static boolean isLeftOver(Holding holding) {
        return holding != null && !holding.isOpen();
    }

    private Membership newMembership() {
        return new Membership("rep_" + ids.random(), nanos);
    }

    private void adoptAndOpen(Membership current, Owned owned) {
        if (adopt(current, owned)) {
            taken.open(owned, () -> holds(owned.token()));
        }
    }

    private boolean adopt(Membership current, Owned owned) {
        Holding holding = new Holding(owned.token());
        if (!current.isSafe() || !current.add(holding)) {
            return false;
        }
        listeners.forEach(listener -> tell(() -> listener.acquired(owned.token())));
        if (current.isOver()) {
            // its end may have missed this one
            close(holding);
        }
        return true;
    }

    private void lose(OwnershipToken token) {
        Holding holding = membership.find(token.sessionId());
        if (holding != null && holding.token().equals(token)) {
            lose(holding);
        }
    }

    private void lose(Holding holding) {
        close(holding);
        membership.remove(holding);
    }

    private void lapse(Membership lapsed) {
        if (end(lapsed)) {
            if (lapsed.size() > 0) {
                LOG.warnf("The lease of this replica is over: %d sessions are left to others", lapsed.size());
            }
            membership = newMembership();
        }
    }

    private boolean end(Membership ended) {
        boolean ends = ended.end();
        ended.all().forEach(this::close);
        return ends;
    }

    private void close(Holding holding) {
        if (holding.close()) {
            listeners.forEach(listener -> tell(() -> listener.lost(holding.token())));
        }
    }

    /** What a listener throws must not keep others from closing their sockets. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("A listener of the ownership of sessions failed", e);
        }
    }
}
