package dev.tidings.webhook.delivery;

import dev.tidings.platform.async.CoalescingTask;
import dev.tidings.webhook.delivery.DeliveryRepository.Result;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records attempts, many of the same moment together in one statement and one commit. */
@ApplicationScoped
class AttemptRecorder {
    private static final int BATCH = 200;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** When the database is away for longer, the leases end and the deliveries are made again. */
    private static final Duration PATIENCE = DeliveryRepository.LEASE.minusSeconds(10);

    private final DeliveryRepository deliveries;
    private final EndpointHealth health;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final CoalescingTask writing;

    AttemptRecorder(DeliveryRepository deliveries, EndpointHealth health, Vertx vertx) {
        this.deliveries = deliveries;
        this.health = health;
        this.writing = new CoalescingTask("The record of deliveries", vertx, this::writeSome);
    }

    private record Entry(Result result, UniEmitter<? super Void> written) {}

    /** Emits once the attempt is recorded, or cannot be: then the delivery is made again when its lease ends. */
    Uni<Void> record(Result result) {
        return Uni.createFrom().emitter(emitter -> {
            entries.add(new Entry(result, emitter));
            writing.wake();
        });
    }

    private Uni<Boolean> writeSome() {
        List<Entry> batch = new ArrayList<>();
        while (batch.size() < BATCH && !entries.isEmpty()) {
            batch.add(entries.remove());
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        List<Result> results = batch.stream().map(Entry::result).toList();
        return Uni.createFrom()
                .deferred(() -> deliveries.record(results))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(PATIENCE.toMillis())
                .chain(() -> health.note(results))
                .onTermination()
                .invoke(() -> batch.forEach(entry -> entry.written().complete(null)))
                .replaceWith(true);
    }
}
