package dev.tidings.webhook.delivery;

import dev.tidings.platform.async.ClaimLoop;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.client.Attempt;
import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.client.WebhookClient;
import dev.tidings.webhook.delivery.DeliveryRepository.Result;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Makes the deliveries that are due: as many at once as there is room for, and the next as soon as one is over. */
@ApplicationScoped
public class DeliveryDispatcher {
    private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);

    /** Longer than a delivery takes, which is longer than a stop waits for other work. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private static final AttemptOutcome LAPSED =
            new AttemptOutcome.NotAttempted("The event is not kept any more.", true);
    private static final AttemptOutcome BROKEN =
            new AttemptOutcome.NotAttempted("The request could not be prepared.", false);

    private final DeliveryRepository deliveries;
    private final WebhookClient client;
    private final AttemptRecorder recorder;
    private final WebhookMetrics metrics;
    private final Ids ids;
    private final Clock clock;
    private final EndpointConcurrency endpoints;
    private final ClaimLoop<ClaimedDelivery> loop;
    private final RetrySchedule schedule =
            new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble());

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
        this.ids = ids;
        this.clock = clock;
        this.endpoints = new EndpointConcurrency(config.parallelPerEndpoint());
        this.loop = new ClaimLoop<>(
                "The dispatcher of webhooks", "Deliveries", vertx, config::parallel, this::claim, this::deliver);
    }

    /** Something is due; returns at once. */
    public void wake() {
        loop.wake();
    }

    /** What was begun is ended, as it would be delivered twice otherwise; nothing new begins. */
    void stop(@Observes ShutdownEvent ending) {
        loop.stop(STOP_PATIENCE);
    }

    /** How many deliveries are being made. */
    int running() {
        return loop.running();
    }

    /** What is claimed counts for its endpoint at once, so that the next claim leaves room. */
    private Uni<List<ClaimedDelivery>> claim(int most) {
        Instant now = clock.instant();
        return deliveries
                .claim(ids.random(), most, endpoints.usual(), endpoints.rooms(now), now)
                .invoke(claimed -> claimed.forEach(
                        delivery -> endpoints.begin(delivery.endpoint().id(), clock.instant())));
    }

    /** Room is free again afterwards, so there is always another claim. */
    private Uni<Boolean> deliver(ClaimedDelivery delivery) {
        return attempt(delivery)
                .invoke(attempt -> over(delivery, attempt))
                .flatMap(attempt -> recorder.record(result(delivery, attempt)))
                .replaceWith(true);
    }

    private Uni<Attempt> attempt(ClaimedDelivery delivery) {
        if (delivery.event() == null) {
            return Uni.createFrom().item(new Attempt(clock.instant(), Duration.ZERO, LAPSED));
        }
        return client.send(delivery.endpoint(), delivery.event()).onFailure().recoverWithItem(failure -> {
            LOG.errorf(failure, "No request could be made for %s", delivery.deliveryId());
            return new Attempt(clock.instant(), Duration.ZERO, BROKEN);
        });
    }

    private void over(ClaimedDelivery delivery, Attempt attempt) {
        Instant now = clock.instant();
        endpoints.end(delivery.endpoint().id(), answered(attempt.outcome()), now);
        metrics.attempted(attempt.outcome());
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
        return schedule.next(delivery.failedAttempts() + 1, attempt.outcome())
                .map(wait -> new Result(
                        delivery,
                        attempt,
                        DeliveryStatus.PENDING,
                        clock.instant().plus(wait)))
                .orElseGet(() -> new Result(delivery, attempt, DeliveryStatus.FAILED, null));
    }
}
