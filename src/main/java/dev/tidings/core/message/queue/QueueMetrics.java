package dev.tidings.core.message.queue;

import dev.tidings.core.message.queue.QueueRepository.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Reports the queue as {@code tidings_queue_backlog} and {@code tidings_queue_oldest_due_seconds}: the messages that
 * could be sent now because their session is connected. Measured by a job, so that a scrape waits for nothing; every
 * replica reports the whole queue.
 */
@ApplicationScoped
class QueueMetrics {
    private final QueueRepository queue;
    private final Clock clock;
    private volatile State state = new State(0, 0);

    QueueMetrics(QueueRepository queue, MeterRegistry registry, Clock clock) {
        this.queue = queue;
        this.clock = clock;
        Gauge.builder("tidings.queue.backlog", this, metrics -> metrics.state.backlog())
                .description("Queued messages that are due and whose session is connected")
                .register(registry);
        Gauge.builder("tidings.queue.oldest.due", this, metrics -> metrics.state.oldestSeconds())
                .description("For how long the first of them has been due")
                .baseUnit("seconds")
                .register(registry);
    }

    Uni<Void> refresh() {
        return queue.state(clock.instant()).invoke(found -> state = found).replaceWithVoid();
    }
}
