package dev.tidings.engine.linked;

import static org.awaitility.Awaitility.await;

import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.fake.FakeConnection;
import dev.tidings.engine.linked.fake.FakeDevice;
import dev.tidings.engine.linked.fake.FakeWhatsApp;
import dev.tidings.engine.linked.noise.CertificateCheck;
import dev.tidings.engine.linked.transport.SerialQueue;
import dev.tidings.engine.linked.transport.Timers;
import dev.tidings.engine.linked.transport.VertxDialer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A session of the engine, with everything around it but the application: the server is the fake one, the time is the test's. */
final class LinkedFixture implements AutoCloseable, SessionServices.Observer, ClientVersions {
    static final String ID = "session_1";
    static final String NUMBER = "491701234567";

    final FakeWhatsApp server = FakeWhatsApp.start();
    final TestTime time = new TestTime();
    final List<String> alerts = new CopyOnWriteArrayList<>();
    final List<String> reconnects = new CopyOnWriteArrayList<>();
    final AtomicInteger refreshes = new AtomicInteger();
    final MemorySessions store;
    final LinkedSession session;
    volatile ClientVersion version = ClientVersion.parse("2.3000.1047769893");
    volatile boolean isHeld = true;
    volatile Instant expires;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final SessionServices services;

    LinkedFixture() {
        Randomness randomness = Randomness.of(new SecureRandom());
        store = new MemorySessions(randomness, time);
        PublicKey root = PublicKey.ofRaw(HexFormat.of().parseHex(server.rootKey()));
        services = new SessionServices(
                store,
                this,
                new VertxDialer(vertx, URI.create(server.url()), null, null),
                new CertificateCheck(root),
                randomness,
                time,
                pool,
                queue -> time.timers(queue),
                id -> isHeld ? Optional.of(new OwnershipToken(id, 1)) : Optional.empty(),
                this);
        session = new LinkedSession(ID, services);
    }

    /** The same session as another process would find it. */
    LinkedSession another() {
        return new LinkedSession(ID, services);
    }

    LinkedFixture opened() {
        session.open().await().atMost(Duration.ofSeconds(5));
        return this;
    }

    <T extends SessionEvent> T awaits(Class<T> type) {
        return awaits(type, event -> true);
    }

    <T extends SessionEvent> T awaits(Class<T> type, Predicate<T> filter) {
        await().atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> last(type).filter(filter).isPresent());
        return last(type).orElseThrow();
    }

    /** The last event of this type. */
    <T extends SessionEvent> Optional<T> last(Class<T> type) {
        return store.events().stream().filter(type::isInstance).map(type::cast).reduce((first, second) -> second);
    }

    long count(Class<? extends SessionEvent> type) {
        return store.events().stream().filter(type::isInstance).count();
    }

    void until(java.util.concurrent.Callable<Boolean> holds) {
        await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(5)).until(holds);
    }

    /** Gives what runs some time of the machine, less if something is reported. */
    void settles(int seen) {
        for (int i = 0; i < 20 && store.events().size() == seen; i++) {
            time.letTheServerAnswer();
        }
    }

    /** Links by the QR code, and logs in. */
    LinkedFixture linked() {
        opened();
        server.phone(NUMBER).scan(awaits(SessionEvent.QrIssued.class).text()).await();
        awaits(SessionEvent.Connected.class);
        return this;
    }

    /** The connection of the linked device, which must be open. */
    FakeConnection connection() {
        FakeDevice device = server.account(NUMBER).devices().get(0);
        until(() -> device.connection().isPresent());
        return device.connection().orElseThrow();
    }

    @Override
    public void close() {
        session.close().await().atMost(Duration.ofSeconds(5));
        vertx.close();
        pool.shutdown();
        server.close();
    }

    @Override
    public ClientVersion current() {
        return version;
    }

    @Override
    public Uni<Void> refresh() {
        refreshes.incrementAndGet();
        return Uni.createFrom().voidItem();
    }

    @Override
    public void reconnects(String reason) {
        reconnects.add(reason);
    }

    @Override
    public void frameReceived(String sessionId) {}

    @Override
    public void qr(String sessionId, String text) {}

    @Override
    public void alert(String sessionId, String what) {
        alerts.add(what);
    }

    @Override
    public void clientExpires(Instant at) {
        expires = at;
    }

    /** A clock and timers that a test moves. */
    static final class TestTime extends Clock {
        private final List<Pending> pending = new CopyOnWriteArrayList<>();
        private volatile Instant now = Instant.now(Clock.systemUTC());

        private record Pending(Instant at, Duration delay, SerialQueue queue, Runnable task) {}

        Timers timers(SerialQueue queue) {
            return (delay, task) -> {
                Pending timer = new Pending(now.plus(delay), delay, queue, task);
                pending.add(timer);
                return () -> pending.remove(timer);
            };
        }

        /** Lets time pass, and runs what is due in its order. */
        void advance(Duration by) {
            Instant end = now.plus(by);
            while (true) {
                Optional<Pending> due = pending.stream()
                        .filter(timer -> !timer.at().isAfter(end))
                        .min(java.util.Comparator.comparing(Pending::at));
                if (due.isEmpty()) {
                    break;
                }
                pending.remove(due.get());
                now = due.get().at().isAfter(now) ? due.get().at() : now;
                due.get().queue().execute(due.get().task());
                letTheServerAnswer();
            }
            now = end;
        }

        /** What was sent is watched for 20 seconds of this clock: an answer needs some of the machine's time first. */
        private void letTheServerAnswer() {
            CountDownLatch done = new CountDownLatch(1);
            for (int i = 0; i < 30 && (i < 3 || isWatching()); i++) {
                try {
                    if (done.await(10, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private boolean isWatching() {
            return pending.stream().anyMatch(timer -> timer.delay().equals(Duration.ofSeconds(20)));
        }

        /** Whether something waits for this time. */
        boolean waits(Duration about) {
            return pending.stream()
                    .map(timer -> Duration.between(now, timer.at()))
                    .anyMatch(left -> left.minus(about).abs().compareTo(about.dividedBy(5)) <= 0);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
