package dev.tidings.core.message.send;

import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.SendOutcome;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Measures calls to engines as {@code tidings_sends_seconds}, by engine and outcome. */
@ApplicationScoped
class SendMetrics {
    private final MeterProvider<Timer> timers;

    SendMetrics(MeterRegistry registry) {
        this.timers = Timer.builder("tidings.sends")
                .description(
                        "Messages given to an engine, by engine and outcome: accepted, deferred, lost, or the code of a refusal")
                .withRegistry(registry);
    }

    Uni<SendOutcome> measure(Engine engine, Supplier<Uni<SendOutcome>> call) {
        return Uni.createFrom().deferred(() -> {
            long started = System.nanoTime();
            return call.get()
                    .invoke(outcome -> timers.withTags("engine", engine.name(), "outcome", outcome.label())
                            .record(System.nanoTime() - started, TimeUnit.NANOSECONDS));
        });
    }
}
