package dev.tidings.webhook.delivery;

import dev.tidings.core.event.EventSignal;
import dev.tidings.platform.async.CoalescingTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/** Makes deliveries of events, on every replica, as soon as they are committed. */
@ApplicationScoped
class OutboxRelay {
    private static final int BATCH = 200;

    private final OutboxRepository outbox;
    private final DeliveryDispatcher dispatcher;
    private final EventSignal signal;
    private final Clock clock;
    private final CoalescingTask relaying;

    OutboxRelay(OutboxRepository outbox, DeliveryDispatcher dispatcher, EventSignal signal, Clock clock, Vertx vertx) {
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.clock = clock;
        this.relaying = new CoalescingTask("The relay of events", vertx, this::relay);
    }

    void start(@Observes StartupEvent started) {
        signal.listen(relaying::wake);
    }

    void wake() {
        relaying.wake();
    }

    private Uni<Boolean> relay() {
        return outbox.fanOut(BATCH, clock.instant()).map(fanned -> {
            if (fanned.deliveries() > 0) {
                dispatcher.wake();
            }
            return fanned.events() == BATCH;
        });
    }
}
