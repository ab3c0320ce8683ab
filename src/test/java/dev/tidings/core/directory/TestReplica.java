package dev.tidings.core.directory;

import dev.tidings.platform.async.Drain;
import dev.tidings.platform.id.Ids;
import dev.tidings.platform.sql.PgNotifications;
import dev.tidings.platform.sql.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A replica beside the application under test, with sessions and a monotonic clock of its own, on the same database. */
public final class TestReplica {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public final List<OwnershipToken> acquired = new CopyOnWriteArrayList<>();
    public final List<OwnershipToken> lost = new CopyOnWriteArrayList<>();
    public final List<OwnershipToken> opened = new CopyOnWriteArrayList<>();
    public final SessionOwnership ownership;
    public final OwnershipKeeper keeper;
    private final AtomicLong ahead = new AtomicLong();

    public TestReplica(
            Pool pool,
            Vertx vertx,
            Ids ids,
            Transactions transactions,
            TakeoverRecorder takeovers,
            PgNotifications notices,
            Set<String> engines,
            int most) {
        OwnershipConfig config = new Config(most);
        OwnershipRepository repository = new OwnershipRepository(pool);
        LoginPace pace = new LoginPace(new LoginPaceRepository(pool), config, vertx);
        TakenSessions taken = new TakenSessions(repository, pace, this::open, vertx);
        Clock clock = Clock.systemUTC();
        this.ownership = new SessionOwnership(
                repository,
                config,
                () -> engines,
                List.of(new Recorder()),
                taken,
                takeovers,
                transactions,
                new Drain(),
                ids,
                clock,
                () -> System.nanoTime() + ahead.get());
        OwnershipMetrics metrics = new OwnershipMetrics(new SimpleMeterRegistry(), ownership, config, pace);
        this.keeper = new OwnershipKeeper(ownership, repository, () -> engines, metrics, notices, vertx);
    }

    private record Config(int maxSessionsPerReplica) implements OwnershipConfig {
        @Override
        public int loginsPerSecond() {
            return 1000;
        }

        @Override
        public int installationLoginsPerSecond() {
            return 1000;
        }

        @Override
        public String replicaName() {
            return "test";
        }
    }

    private final class Recorder implements OwnershipListener {
        @Override
        public void acquired(OwnershipToken token) {
            acquired.add(token);
        }

        @Override
        public void lost(OwnershipToken token) {
            lost.add(token);
        }
    }

    private Uni<Void> open(OwnershipToken token, String engine) {
        return Uni.createFrom().voidItem().invoke(() -> opened.add(token));
    }

    /** What the replica does every second. */
    public TestReplica turn() {
        keeper.turn().await().atMost(PATIENCE);
        return this;
    }

    /** What it does when it is asked to stop. */
    public void leave() {
        keeper.leave().await().atMost(PATIENCE);
    }

    /** Moves the clock that its lease is measured with. */
    public void later(Duration by) {
        ahead.addAndGet(by.toNanos());
    }

    public OwnershipToken own(String sessionId, String engine) {
        return ownership.acquire(sessionId, engine).await().atMost(PATIENCE).orElseThrow();
    }
}
