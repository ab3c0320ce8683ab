package dev.tidings.webhook.delivery;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The net under the signals: events and deliveries that become due, and what other replicas left. */
@ApplicationScoped
class DeliveryPollJob {
    private final OutboxRelay relay;
    private final DeliveryDispatcher dispatcher;

    DeliveryPollJob(OutboxRelay relay, DeliveryDispatcher dispatcher) {
        this.relay = relay;
        this.dispatcher = dispatcher;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(relay::wake).invoke(dispatcher::wake);
    }
}
