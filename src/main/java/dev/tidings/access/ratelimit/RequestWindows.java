package dev.tidings.access.ratelimit;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.plan.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The windows that a request is counted in. */
@ApplicationScoped
class RequestWindows {
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;

    private final List<Endpoint> endpoints;

    RequestWindows(RateLimitsConfig config) {
        this.endpoints = List.of(
                new Endpoint("create-session", "POST", Pattern.compile("/v1/sessions"), config.createSession()),
                new Endpoint("send-bulk", "POST", Pattern.compile("/v1/messages/bulk"), config.sendBulk()),
                new Endpoint("media", null, Pattern.compile("/v1/media(/.*)?"), config.media()),
                new Endpoint("test-webhook", "POST", Pattern.compile("/v1/webhooks/[^/]+/test"), config.testWebhook()));
    }

    /** @param method null for every method */
    private record Endpoint(String name, String method, Pattern path, Rate rate) {
        boolean takes(String requestMethod, String requestPath) {
            return !rate.isOff()
                    && (method == null || method.equals(requestMethod))
                    && path.matcher(requestPath).matches();
        }

        RateWindow window(Caller caller) {
            return new RateWindow(caller.accountId() + ":" + name, name, rate.seconds(), rate.most());
        }
    }

    /** Those of the plan; empty when it has none. */
    List<RateWindow> ofPlan(Caller caller) {
        Plan plan = caller.plan();
        List<RateWindow> windows = new ArrayList<>(4);
        add(windows, caller, "minute", MINUTE, plan.requestsPerMinute());
        add(windows, caller, "hour", HOUR, plan.requestsPerHour());
        add(windows, caller, "day", DAY, plan.requestsPerDay());
        return windows;
    }

    /** Those of the API endpoint, if it has its own limits and the plan does not switch them off. */
    List<RateWindow> ofEndpoint(Caller caller, String method, String path) {
        return caller.plan().endpointLimits()
                ? endpoints.stream()
                        .filter(endpoint -> endpoint.takes(method, path))
                        .map(endpoint -> endpoint.window(caller))
                        .toList()
                : List.of();
    }

    private static void add(List<RateWindow> windows, Caller caller, String name, int seconds, Integer limit) {
        if (limit != null) {
            windows.add(new RateWindow(caller.accountId(), name, seconds, limit));
        }
    }
}
