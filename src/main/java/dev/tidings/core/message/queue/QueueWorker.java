package dev.tidings.core.message.queue;

import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.event.EventSignal;
import dev.tidings.core.message.MessageStatusRepository;
import dev.tidings.core.message.queue.QueueRepository.Claim;
import dev.tidings.core.message.send.SendService;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.Drain;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.id.Ids;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends what is queued: in order within a session, sessions side by side, at a pace, on every replica. */
@ApplicationScoped
class QueueWorker {
    private final QueueRepository queue;
    private final MessageStatusRepository progress;
    private final EventSignal events;
    private final SendService sender;
    private final RequeuePolicy deferrals;
    private final QueuedMediaFetch media;
    private final Engines engines;
    private final QueueConfig config;
    private final QueueSignal signal;
    private final Drain drain;
    private final Vertx vertx;
    private final Ids ids;
    private final Clock clock;
    private final AtomicInteger busy = new AtomicInteger();

    QueueWorker(
            QueueRepository queue,
            MessageStatusRepository progress,
            EventSignal events,
            SendService sender,
            RequeuePolicy deferrals,
            QueuedMediaFetch media,
            Engines engines,
            QueueConfig config,
            QueueSignal signal,
            Drain drain,
            Vertx vertx,
            Ids ids,
            Clock clock) {
        this.queue = queue;
        this.progress = progress;
        this.events = events;
        this.sender = sender;
        this.deferrals = deferrals;
        this.media = media;
        this.engines = engines;
        this.config = config;
        this.signal = signal;
        this.drain = drain;
        this.vertx = vertx;
        this.ids = ids;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        signal.listen(() -> BackgroundTasks.run("The queue of messages", vertx, this::serve));
    }

    /** The net under the signal: messages that become due, and what other replicas queued or left. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return BackgroundTasks.guard("The queue of messages", Uni.createFrom().deferred(this::serve));
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> failWhatWaitsInVain() {
        return BackgroundTasks.guard("The end of queues", Uni.createFrom().deferred(this::failGone));
    }

    private Uni<Integer> failGone() {
        return progress.failGone(clock.instant()).invoke(failed -> {
            if (failed > 0) {
                events.raise();
            }
        });
    }

    /** Claims as many sessions as there is room for, and starts to send for each; does not wait for them. */
    private Uni<Void> serve() {
        int room = config.parallelSessions() - busy.get();
        return room <= 0 || drain.hasBegun()
                ? Uni.createFrom().voidItem()
                : queue.claim(ids.random(), room, clock.instant())
                        .invoke(this::begin)
                        .replaceWithVoid();
    }

    private void begin(List<Claim> claims) {
        for (Claim claim : claims) {
            busy.incrementAndGet();
            BackgroundTasks.run(
                    "The queue of a session", vertx, () -> sendTurn(claim).eventually(busy::decrementAndGet));
        }
    }

    /** A turn of messages; what is left waits for the next claim, so that no session keeps others out. */
    private Uni<Void> sendTurn(Claim claim) {
        LogContext.session(claim.sessionId());
        return sendNext(claim, config.turn())
                .eventually(() -> queue.release(claim))
                .invoke(more -> {
                    if (more) {
                        signal.raise();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> sendNext(Claim claim, int left) {
        if (left == 0 || drain.hasBegun()) {
            return Uni.createFrom().item(true);
        }
        return queue.take(claim, clock.instant()).flatMap(turn -> {
            if (turn == null) {
                return Uni.createFrom().item(false);
            }
            return turn.ready()
                    ? deliver(claim, turn.message())
                            .call(this::pause)
                            .flatMap(open -> open
                                    ? sendNext(claim, left - 1)
                                    : Uni.createFrom().item(false))
                    // a host may take its time: then it is the turn of others
                    : media.prepare(turn).replaceWith(true);
        });
    }

    /** Steps two and three of a send; tells whether the session may send on. */
    private Uni<Boolean> deliver(Claim claim, OutboundMessage message) {
        return sender.call(engines.get(claim.engine()), message)
                .call(outcome -> deferrals
                        .putBack(message.messageId(), outcome)
                        .flatMap(waits ->
                                waits ? Uni.createFrom().nullItem() : sender.record(message.messageId(), outcome)))
                .map(outcome -> !RequeuePolicy.holdsSession(outcome));
    }

    private Uni<Void> pause() {
        Duration interval = config.minInterval();
        if (interval.isZero()) {
            return Uni.createFrom().voidItem();
        }
        double stretch = 1 + ThreadLocalRandom.current().nextDouble(Math.max(config.jitter(), Double.MIN_VALUE));
        long millis = Math.max(1, Math.round(interval.toMillis() * stretch));
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(millis, timer -> emitter.complete(null)));
    }
}
