package dev.tidings.platform.http.route;

import dev.tidings.platform.error.ErrorCode;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Measures each request to the API as {@code tidings_http_requests_seconds}, by method, declared path, status and code of the
 * catalogue. Every label has a fixed set of values: clients cannot add new ones.
 */
@Singleton
public class RequestMetrics {
    static final String NAME = "tidings.http.requests";

    private static final String STARTED = RequestMetrics.class.getName() + ".started";
    private static final String CODE = RequestMetrics.class.getName() + ".code";

    private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");
    private static final String OTHER = "other";
    private static final String NONE = "none";

    private final MeterProvider<Timer> timers;

    RequestMetrics(MeterRegistry registry) {
        this.timers = Timer.builder(NAME)
                .description("Requests to the API, by method, declared path, status and code of the error catalogue")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(10))
                .withRegistry(registry);
    }

    void install(@Observes Router router) {
        router.route().order(FilterPriorities.MEASUREMENT).handler(this::measure);
    }

    /** Records the code of a failure, for the label. */
    public static void failed(RoutingContext ctx, ErrorCode code) {
        ctx.put(CODE, code.code());
    }

    private void measure(RoutingContext ctx) {
        // a request to the second base path passes here twice
        if (ctx.get(STARTED) == null) {
            long started = System.nanoTime();
            ctx.put(STARTED, started);
            ctx.addEndHandler(done -> record(ctx, started, done.succeeded()));
        }
        ctx.next();
    }

    private void record(RoutingContext ctx, long started, boolean answered) {
        // health probes and metrics scrapes would hide the requests of clients
        if (ManagementPages.include(ctx)) {
            return;
        }
        String method = ctx.request().method().name();
        Tags labels = Tags.of(
                "method",
                METHODS.contains(method) ? method : OTHER,
                "route",
                RouteTemplates.of(ctx),
                "status",
                answered ? Integer.toString(ctx.response().getStatusCode()) : NONE,
                "code",
                ctx.get(CODE, NONE));
        timers.withTags(labels).record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
}
