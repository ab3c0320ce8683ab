package dev.tidings.platform.http.entry;

import dev.tidings.platform.http.route.AllowedMethods;
import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.platform.http.route.HttpConfig;
import dev.tidings.platform.process.StartupFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * Lets pages of other origins call the API, when the operator names these origins; by default none. A request from another
 * origin is not refused: the browser hides the answer from the page, and other clients send no origin.
 */
@Singleton
class CrossOrigin {
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/?#\\s]+");
    private static final String REQUESTED_METHOD = "Access-Control-Request-Method";
    private static final String REQUESTED_HEADERS = "Access-Control-Request-Headers";
    private static final String EXPOSED = "X-Request-Id, Retry-After, Idempotency-Replayed, X-RateLimit-Limit,"
            + " X-RateLimit-Remaining, X-RateLimit-Reset, RateLimit, RateLimit-Policy, Content-Range, ETag";
    private static final String DAY = "86400";

    private final Set<String> origins;

    CrossOrigin(HttpConfig settings) {
        this.origins = Set.copyOf(settings.corsOrigins().orElse(Set.of()));
        origins.forEach(CrossOrigin::requireOrigin);
    }

    private static void requireOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw StartupFailure.because("The setting tidings.http.cors-origins must be origins without a path, such as"
                    + " https://app.example.com, or *, but names '" + origin + "'.");
        }
    }

    void install(@Observes Router router) {
        if (!origins.isEmpty()) {
            router.route().order(FilterPriorities.CROSS_ORIGIN).handler(this::handle);
        }
    }

    private void handle(RoutingContext ctx) {
        String origin = ctx.request().getHeader("Origin");
        MultiMap answer = ctx.response().headers();
        answer.add("Vary", "Origin");
        if (origin == null || !(origins.contains(origin) || origins.contains(ANY))) {
            ctx.next();
            return;
        }
        answer.set("Access-Control-Allow-Origin", origin);
        answer.set("Access-Control-Expose-Headers", EXPOSED);
        if (ctx.request().method() == HttpMethod.OPTIONS && ctx.request().getHeader(REQUESTED_METHOD) != null) {
            allow(ctx);
        } else {
            ctx.next();
        }
    }

    /** Browsers send preflight requests without a key. */
    private static void allow(RoutingContext ctx) {
        SortedSet<String> methods = AllowedMethods.of(ctx.normalizedPath());
        MultiMap answer = ctx.response().headers();
        answer.set("Access-Control-Allow-Methods", String.join(", ", methods));
        String headers = ctx.request().getHeader(REQUESTED_HEADERS);
        if (headers != null) {
            answer.set("Access-Control-Allow-Headers", headers);
        }
        answer.set("Access-Control-Max-Age", DAY);
        ctx.response().end();
    }
}
