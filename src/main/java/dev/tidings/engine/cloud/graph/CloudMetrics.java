package dev.tidings.engine.cloud.graph;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Metrics of the connection to Meta, for the operator. */
@ApplicationScoped
public class CloudMetrics {
    private final MeterRegistry registry;
    private final Map<String, AtomicLong> app = new LinkedHashMap<>();
    private final Map<String, AtomicLong> business = new LinkedHashMap<>();

    CloudMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauges("tidings.cloud.app.usage", "Percent of the app's rate limit used, as Meta last said", app);
        gauges("tidings.cloud.business.usage", "Percent of a business's rate limit used, as Meta last said", business);
    }

    /** What was done with a notice from Meta. */
    public enum Notice {
        MESSAGE,
        /** A message that was sent from the phone's app. */
        ECHO,
        STATUS,
        /** What a person said about the messages that they want to get. */
        PREFERENCE,
        /** Of a kind that is not used here. */
        IGNORED,
        /** Of a number that no session has. */
        UNKNOWN_NUMBER,
        /** Not signed with the secret of any app that is known here. */
        UNSIGNED
    }

    public void notice(Notice notice) {
        registry.counter("tidings.cloud.notices", "kind", notice.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Reads the headers of an answer; each may be null. */
    void usage(String appHeader, String businessHeader) {
        if (appHeader != null) {
            set(app, Stream.of(GraphUsage.app(appHeader)));
        }
        if (businessHeader != null) {
            set(business, GraphUsage.business(businessHeader));
        }
    }

    private void gauges(String name, String description, Map<String, AtomicLong> values) {
        for (String kind : GraphUsage.KINDS) {
            AtomicLong value = new AtomicLong();
            values.put(kind, value);
            Gauge.builder(name, value, AtomicLong::get)
                    .description(description)
                    .tag("kind", kind)
                    .register(registry);
        }
    }

    private static void set(Map<String, AtomicLong> values, Stream<JsonObject> usages) {
        usages.forEach(usage -> values.forEach((kind, value) -> {
            if (usage.getValue(kind) instanceof Number percent) {
                value.set(percent.longValue());
            }
        }));
    }
}
