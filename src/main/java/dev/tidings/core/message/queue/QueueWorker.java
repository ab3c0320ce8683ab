package dev.tidings.core.message.queue;

import dev.tidings.core.engine.Engines;
import dev.tidings.core.message.MessageStatusService;
import dev.tidings.core.message.queue.QueueRepository.Claim;
import dev.tidings.core.message.queue.QueueRepository.Turn;
import dev.tidings.core.message.send.SendService;
import dev.tidings.platform.async.ClaimLoop;
import dev.tidings.platform.async.Drain;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.id.Ids;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Sends what is queued: in order within a session, sessions in parallel, at a limited pace, on every replica. */
@ApplicationScoped
class QueueWorker {
    private final QueueRepository queue;
    private final MessageStatusService statuses;
    private final SendService sender;
    private final RequeuePolicy requeuing;
    private final QueuedMediaFetch media;
    private final Engines engines;
    private final QueueConfig config;
    private final QueueSignal signal;
    private final Drain drain;
    private final Vertx vertx;
    private final Ids ids;
    private final Clock clock;
    private final ClaimLoop<Claim> loop;

    QueueWorker(
            QueueRepository queue,
            MessageStatusService statuses,
            SendService sender,
            RequeuePolicy requeuing,
            QueuedMediaFetch media,
            Engines engines,
            QueueConfig config,
            QueueSignal signal,
            Drain drain,
            Vertx vertx,
            Ids ids,
            Clock clock) {
        this.queue = queue;
        this.statuses = statuses;
        this.sender = sender;
        this.requeuing = requeuing;
        this.media = media;
        this.engines = engines;
        this.config = config;
        this.signal = signal;
        this.drain = drain;
        this.vertx = vertx;
        this.ids = ids;
        this.clock = clock;
        this.loop = new ClaimLoop<>(
                "The queue of messages", "The queue of a session", vertx, this::parallel, this::claim, this::sendTurn);
    }

    void start(@Observes StartupEvent started) {
        signal.listen(loop::wake);
    }

    void wake() {
        loop.wake();
    }

    /** Fails messages whose session is gone. */
    Uni<Integer> failGone() {
        return statuses.failGone(clock.instant());
    }

    /** None once the process was asked to stop. */
    private int parallel() {
        return drain.hasBegun() ? 0 : config.parallelSessions();
    }

    private Uni<List<Claim>> claim(int most) {
        return queue.claim(ids.random(), most, clock.instant());
    }

    /**
     * Sends one turn of messages; returns whether some are left, which wait for the next claim, so that no session
     * blocks others.
     */
    private Uni<Boolean> sendTurn(Claim claim) {
        LogContext.session(claim.sessionId());
        return sendNext(claim, config.turn()).eventually(() -> queue.release(claim));
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
                    ? deliver(claim, turn)
                            .call(this::pause)
                            .flatMap(open -> open
                                    ? sendNext(claim, left - 1)
                                    : Uni.createFrom().item(false))
                    // a host may be slow: others get their turn meanwhile
                    : media.prepare(claim.engine(), turn).replaceWith(true);
        });
    }

    /** Steps two and three of a send; returns whether the session may send on. */
    private Uni<Boolean> deliver(Claim claim, Turn turn) {
        return sender.call(engines.here(claim.engine()), turn.message())
                .call(outcome -> requeuing
                        .putBack(turn.stored().id(), outcome)
                        .flatMap(waits -> waits ? Uni.createFrom().nullItem() : sender.record(turn.stored(), outcome)))
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
