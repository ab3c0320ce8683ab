package dev.tidings.access.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where an account stands after a request.
 *
 * @param taken whether the request was let through, and counted; a refused one counts nowhere
 * @param at the time by which windows were told, that of the store
 * @param counts one for each window of the request, in their order
 */
public record RateLimitState(boolean taken, Instant at, List<WindowCount> counts) {

    /** The window that a client has to mind: of those that are full the one that ends last, otherwise the one with least left. */
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
