package dev.tidings.webhook.delivery;

import dev.tidings.webhook.client.AttemptOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of deliveries; no label holds a URL, an id or a number. */
@ApplicationScoped
public class WebhookMetrics {
    private final MeterRegistry registry;
    private final Timer latency;
    private final AtomicLong backlog = new AtomicLong();
    private final AtomicLong oldestDueSeconds = new AtomicLong();

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.latency = Timer.builder("tidings.webhook.latency")
                .description("From an event to the endpoint's acknowledgement")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1))
                .register(registry);
        registry.gauge("tidings.webhook.backlog", backlog);
        registry.gauge("tidings.webhook.oldest.due.seconds", oldestDueSeconds);
    }

    /** An attempt is over. */
    void attempted(AttemptOutcome outcome) {
        registry.counter("tidings.webhook.deliveries", "result", outcome.label())
                .increment();
    }

    void acknowledged(Duration sinceEvent) {
        latency.record(sinceEvent.isNegative() ? Duration.ZERO : sinceEvent);
    }

    /**
     * Records what waits, as last counted.
     *
     * @param oldestDue how long the most overdue delivery has been due
     */
    public void waiting(long deliveries, Duration oldestDue) {
        backlog.set(deliveries);
        oldestDueSeconds.set(oldestDue.toSeconds());
    }
}
