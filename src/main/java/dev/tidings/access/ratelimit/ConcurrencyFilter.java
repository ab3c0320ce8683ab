package dev.tidings.access.ratelimit;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.ConcurrencySlot;
import dev.tidings.platform.http.route.FilterPriorities;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how many requests of an account run at the same time on this replica. A request holds its place until its
 * answer is sent or its connection is closed; see {@link ConcurrencySlot} for answers that stay open.
 */
@ApplicationScoped
class ConcurrencyFilter {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RequestWindows windows;
    private final RateLimitCache known;

    /** How many requests of an account run; accounts without any have no entry. */
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    ConcurrencyFilter(RequestWindows windows, RateLimitCache known) {
        this.windows = windows;
        this.known = known;
    }

    void install(@Observes Router router) {
        router.route("/v1").order(FilterPriorities.CONCURRENCY).handler(this::handle);
        router.route("/v1/*").order(FilterPriorities.CONCURRENCY).handler(this::handle);
    }

    private void handle(RoutingContext ctx) {
        Optional<Caller> caller = CurrentCaller.of(ctx);
        Integer most = caller.map(it -> it.plan().concurrentRequests()).orElse(null);
        if (most == null) {
            ctx.next();
            return;
        }
        String account = caller.get().accountId();
        if (!enter(account, most)) {
            RateLimitHeaders.write(ctx.response().headers(), known.recall(windows.ofPlan(caller.get())));
            ctx.fail(ApiException.retryAfter(
                    ErrorCode.CONCURRENT_REQUEST_LIMIT_EXCEEDED,
                    "the plan lets " + most + " requests run at the same time",
                    SOON));
            return;
        }
        ConcurrencySlot.hold(ctx, () -> leave(account));
        ctx.next();
    }

    private boolean enter(String account, int most) {
        boolean[] entered = new boolean[1];
        running.compute(account, (id, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < most;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    private void leave(String account) {
        running.computeIfPresent(account, (id, count) -> count == 1 ? null : count - 1);
    }
}
