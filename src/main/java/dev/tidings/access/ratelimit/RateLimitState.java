package dev.tidings.access.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The state of an account after a request.
 *
 * @param taken whether the request was let through and counted; a refused one is not counted
 * @param at the time of the store when it reported the windows
 * @param counts one per window of the request, in the same order
 */
public record RateLimitState(boolean taken, Instant at, List<WindowCount> counts) {

    /** The tightest window: of the full ones the one that ends last, otherwise the one with the least left. */
    Optional<WindowCount> tightest() {
        Comparator<WindowCount> byEnd =
                Comparator.comparing(count -> count.window().endAt(at));
        Comparator<WindowCount> byRest = Comparator.comparingInt(WindowCount::remaining);
        return counts.stream().min(byRest.thenComparing(byEnd.reversed()));
    }

    /** How long until the window ends. */
    Duration untilEndOf(RateWindow window) {
        return Duration.between(at, window.endAt(at));
    }

    boolean isRefusal() {
        return counts.stream().anyMatch(WindowCount::isFull);
    }
}
