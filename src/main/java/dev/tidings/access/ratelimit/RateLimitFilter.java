package dev.tidings.access.ratelimit;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.AllowedMethods;
import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.platform.http.route.RoutePath;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts every request of an account and refuses those over a limit, before path and method are checked. The limit of
 * an API endpoint is checked in the same step, when path and method are sure to lead there.
 */
@ApplicationScoped
class RateLimitFilter {
    private final RequestWindows windows;
    private final RateLimiter limiter;
    private final RateLimitCache known;

    RateLimitFilter(RequestWindows windows, RateLimiter limiter, RateLimitCache known) {
        this.windows = windows;
        this.limiter = limiter;
        this.known = known;
    }

    void install(@Observes Router router) {
        router.route("/v1").order(FilterPriorities.ACCOUNT_LIMITS).handler(this::handle);
        router.route("/v1/*").order(FilterPriorities.ACCOUNT_LIMITS).handler(this::handle);
    }

    private void handle(RoutingContext ctx) {
        Optional<Caller> caller = CurrentCaller.of(ctx);
        if (caller.isEmpty()) {
            ctx.next();
            return;
        }
        List<RateWindow> asked = windows(caller.get(), ctx);
        RateLimitState recalled = known.recall(asked);
        if (asked.isEmpty()) {
            pass(ctx, recalled);
        } else if (recalled.isRefusal()) {
            refuse(ctx, recalled);
        } else {
            ask(ctx, asked, recalled);
        }
    }

    private void ask(RoutingContext ctx, List<RateWindow> asked, RateLimitState recalled) {
        HttpServerRequest request = ctx.request().pause();
        BackgroundTasks.run(
                limiter.take(asked),
                state -> {
                    known.remember(state);
                    request.resume();
                    if (state.taken()) {
                        pass(ctx, state);
                    } else {
                        refuse(ctx, state);
                    }
                },
                failure -> {
                    RateLimitHeaders.write(ctx.response().headers(), recalled);
                    request.resume();
                    ctx.fail(failure);
                });
    }

    private static void pass(RoutingContext ctx, RateLimitState state) {
        RateLimitHeaders.write(ctx.response().headers(), state);
        CurrentRateLimit.set(ctx, state);
        ctx.next();
    }

    private static void refuse(RoutingContext ctx, RateLimitState state) {
        RateLimitHeaders.write(ctx.response().headers(), state);
        RateWindow full = state.tightest().orElseThrow().window();
        ctx.fail(ApiException.retryAfter(
                ErrorCode.RATE_LIMIT_EXCEEDED,
                "the limit '" + full.name() + "' lets " + full.limit() + " requests through in " + full.seconds()
                        + " seconds",
                state.untilEndOf(full)));
    }

    private List<RateWindow> windows(Caller caller, RoutingContext ctx) {
        List<RateWindow> all = new ArrayList<>(windows.ofPlan(caller));
        String method = ctx.request().method().name();
        String path = RoutePath.plain(ctx.normalizedPath());
        List<RateWindow> ofEndpoint = windows.ofEndpoint(caller, method, path);
        if (!ofEndpoint.isEmpty() && AllowedMethods.of(path).contains(method)) {
            all.addAll(ofEndpoint);
        }
        return all;
    }
}
