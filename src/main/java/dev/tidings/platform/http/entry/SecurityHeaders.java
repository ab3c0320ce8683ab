package dev.tidings.platform.http.entry;

import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.platform.http.route.ManagementPages;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Restricts what browsers do with an answer: they do not guess its type, other sites cannot frame it, and nothing in an answer
 * of the API is executed, also not in files that users uploaded.
 */
@Singleton
class SecurityHeaders {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";
    private static final String NO_FRAMES = "frame-ancestors 'none'";

    void install(@Observes Router router) {
        router.route().order(FilterPriorities.MEASUREMENT).handler(SecurityHeaders::add);
    }

    private static void add(RoutingContext ctx) {
        MultiMap headers = ctx.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Content-Security-Policy", ManagementPages.include(ctx) ? NO_FRAMES : NOTHING);
        ctx.next();
    }
}
