package dev.tidings.core.engine.command;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Measures calls to sessions of other replicas as {@code tidings_commands_seconds}, by type and outcome. */
@ApplicationScoped
class CommandMetrics {
    private final MeterProvider<Timer> timers;

    CommandMetrics(MeterRegistry registry) {
        this.timers = Timer.builder("tidings.commands")
                .description("Calls to sessions that another replica owns, by type and outcome: done, untaken, failed")
                .withRegistry(registry);
    }

    <T> Uni<T> measure(CommandType type, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            long started = System.nanoTime();
            return call.get()
                    .onItemOrFailure()
                    .invoke((item, failure) -> timers.withTags("type", type.wireName(), "outcome", outcome(failure))
                            .record(System.nanoTime() - started, TimeUnit.NANOSECONDS));
        });
    }

    private static String outcome(Throwable failure) {
        if (failure == null) {
            return "done";
        }
        return failure instanceof CommandCalls.UntakenException ? "untaken" : "failed";
    }
}
