package dev.tidings.access.auth;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.async.LogContext;
import dev.tidings.platform.http.route.FilterPriorities;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Checks the key before the path: a route of the router, not a JAX-RS filter, because requests that never
 * reach JAX-RS (unknown paths, bodies over the limit) must get errors in the same order. See docs/adr/0006.
 */
@ApplicationScoped
class AuthenticationRoute {
    private static final String PUBLIC_ERRORS = "/v1/errors";

    private final Authenticator authenticator;
    private final List<PublicPaths> publicPaths;

    AuthenticationRoute(Authenticator authenticator, @All List<PublicPaths> publicPaths) {
        this.authenticator = authenticator;
        this.publicPaths = publicPaths;
    }

    void install(@Observes Router router) {
        router.route("/v1").order(FilterPriorities.AUTHENTICATION).handler(this::handle);
        router.route("/v1/*").order(FilterPriorities.AUTHENTICATION).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        if (isPublic(context.normalizedPath())) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request().pause();
        BackgroundTasks.run(
                authenticator.authenticate(request.getHeader("Authorization"), address(request)),
                caller -> {
                    CurrentCaller.set(context, caller);
                    LogContext.account(caller.accountId());
                    request.resume();
                    context.next();
                },
                failure -> {
                    request.resume();
                    context.fail(failure);
                });
    }

    private static String address(HttpServerRequest request) {
        SocketAddress client = request.remoteAddress();
        return client.hostAddress() == null ? client.host() : client.hostAddress();
    }

    private boolean isPublic(String path) {
        return path.equals(PUBLIC_ERRORS)
                || path.startsWith(PUBLIC_ERRORS + "/")
                || publicPaths.stream().anyMatch(open -> open.includes(path));
    }
}
