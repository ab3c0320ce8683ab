package dev.tidings.webhook.delivery;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.CoalescingTask;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.client.Attempt;
import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.client.WebhookClient;
import dev.tidings.webhook.delivery.DeliveryRepository.Result;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Makes the deliveries that are due: as many at once as there is room for, and the next as soon as one is over. */
@ApplicationScoped
public class DeliveryDispatcher {
    private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);
    private static final int MAX_CLAIM = 100;

    /** Ends that come within it are answered by one claim. */
    private static final long BREATH_MILLIS = 10;

    private static final long FAREWELL_SECONDS = 8;
    private static final AttemptOutcome LAPSED = new AttemptOutcome.NotTried("The event is not kept any more.", true);
    private static final AttemptOutcome BROKEN =
            new AttemptOutcome.NotTried("The request could not be prepared.", false);

    private final DeliveryRepository deliveries;
    private final WebhookClient client;
    private final AttemptRecorder recorder;
    private final WebhookMetrics metrics;
    private final WebhookConfig config;
    private final Vertx vertx;
    private final Ids ids;
    private final Clock clock;
    private final EndpointConcurrency endpoints;
    private final CoalescingTask pump;
    private final RetrySchedule schedule =
            new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble());
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean breathing = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    DeliveryDispatcher(
            DeliveryRepository deliveries,
            WebhookClient client,
            AttemptRecorder recorder,
            WebhookMetrics metrics,
            WebhookConfig config,
            Vertx vertx,
            Ids ids,
            Clock clock) {
        this.deliveries = deliveries;
        this.client = client;
        this.recorder = recorder;
        this.metrics = metrics;
        this.config = config;
        this.vertx = vertx;
        this.ids = ids;
        this.clock = clock;
        this.endpoints = new EndpointConcurrency(config.parallelPerEndpoint());
        this.pump = new CoalescingTask("The dispatcher of webhooks", vertx, this::claim);
    }

    /** Something is due; returns at once. */
    public void wake() {
        pump.wake();
    }

    /** The net under the signal: what becomes due, and what other replicas left. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return Uni.createFrom().voidItem().invoke(pump::wake);
    }

    /** What was begun is ended, as it would be delivered twice otherwise; nothing new begins. */
    void stop(@Observes ShutdownEvent ending) {
        stopping.set(true);
        if (running.get() > 0) {
            drained.completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    /** How many deliveries are being made. */
    int running() {
        return running.get();
    }

    private Uni<Boolean> claim() {
        int most = Math.min(config.parallel() - running.get(), MAX_CLAIM);
        if (most <= 0 || stopping.get()) {
            return Uni.createFrom().item(false);
        }
        Instant now = clock.instant();
        return deliveries
                .claim(ids.random(), most, endpoints.usual(), endpoints.rooms(now), now)
                .map(claimed -> {
                    // what comes too late to be ended is left to its lease
                    if (stopping.get()) {
                        return false;
                    }
                    claimed.forEach(this::begin);
                    return claimed.size() == most;
                });
    }

    private void begin(ClaimedDelivery delivery) {
        running.incrementAndGet();
        endpoints.begin(delivery.webhook().id(), clock.instant());
        BackgroundTasks.run(
                "Deliveries",
                vertx,
                () -> attempt(delivery)
                        .invoke(attempt -> over(delivery, attempt))
                        .flatMap(attempt -> recorder.record(result(delivery, attempt)))
                        .eventually(this::ended));
    }

    private Uni<Attempt> attempt(ClaimedDelivery delivery) {
        if (delivery.event() == null) {
            return Uni.createFrom().item(new Attempt(clock.instant(), Duration.ZERO, LAPSED));
        }
        return client.send(delivery.webhook(), delivery.event()).onFailure().recoverWithItem(failure -> {
            LOG.errorf(failure, "No request could be made for %s", delivery.deliveryId());
            return new Attempt(clock.instant(), Duration.ZERO, BROKEN);
        });
    }

    private void over(ClaimedDelivery delivery, Attempt attempt) {
        Instant now = clock.instant();
        endpoints.end(delivery.webhook().id(), answered(attempt.outcome()), now);
        metrics.tried(attempt.outcome());
        if (attempt.outcome() instanceof AttemptOutcome.Delivered) {
            metrics.acknowledged(Duration.between(delivery.event().createdAt(), now));
        }
    }

    private static boolean answered(AttemptOutcome outcome) {
        return !(outcome instanceof AttemptOutcome.TimedOut || outcome instanceof AttemptOutcome.Unreachable);
    }

    private Result result(ClaimedDelivery delivery, Attempt attempt) {
        if (attempt.outcome() instanceof AttemptOutcome.Delivered) {
            return new Result(delivery, attempt, DeliveryStatus.DELIVERED, null);
        }
        return schedule.next(delivery.failed() + 1, attempt.outcome())
                .map(wait -> new Result(
                        delivery,
                        attempt,
                        DeliveryStatus.PENDING,
                        clock.instant().plus(wait)))
                .orElseGet(() -> new Result(delivery, attempt, DeliveryStatus.FAILED, null));
    }

    private void ended() {
        int left = running.decrementAndGet();
        if (stopping.get()) {
            if (left == 0) {
                drained.complete(null);
            }
        } else if (breathing.compareAndSet(false, true)) {
            vertx.setTimer(BREATH_MILLIS, timer -> {
                breathing.set(false);
                pump.wake();
            });
        }
    }
}
