package dev.tidings.access.ratelimit;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Shows a client its limits: {@code X-RateLimit-*} of the tightest window, and the two headers of the IETF draft,
 * which name all windows. Without a limit the numbers have the highest possible value, so that clients need no second
 * way to read them.
 */
final class RateLimitHeaders {
    private static final RateWindow NO_LIMIT = new RateWindow("", "unlimited", 60, Integer.MAX_VALUE);

    private RateLimitHeaders() {}

    static void write(MultiMap headers, RateLimitState state) {
        WindowCount tightest = state.tightest().orElse(new WindowCount(NO_LIMIT, 0));
        Instant end = tightest.window().endAt(state.at());
        List<WindowCount> all = state.counts().isEmpty() ? List.of(tightest) : state.counts();
        headers.set("X-RateLimit-Limit", Integer.toString(tightest.window().limit()))
                .set("X-RateLimit-Remaining", Integer.toString(tightest.remaining()))
                .set("X-RateLimit-Reset", Long.toString(end.getEpochSecond()))
                .set(
                        "RateLimit-Policy",
                        all.stream().map(RateLimitHeaders::policy).collect(Collectors.joining(", ")))
                .set(
                        "RateLimit",
                        "\"%s\";r=%d;t=%d"
                                .formatted(tightest.window().name(), tightest.remaining(), seconds(state, tightest)));
    }

    private static String policy(WindowCount count) {
        RateWindow window = count.window();
        return "\"%s\";q=%d;w=%d".formatted(window.name(), window.limit(), window.seconds());
    }

    /** Rounded up, like Retry-After: a client that waits that long is not too early. */
    private static long seconds(RateLimitState state, WindowCount count) {
        return (state.untilEndOf(count.window()).toMillis() + 999) / 1_000;
    }
}
