package dev.tidings.access.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this replica was last told of windows. Counts only grow within a window, so one that was full is full until it ends: an
 * account beyond its limit is refused here, and the store is left alone. Bounded; what is forgotten is asked for again.
 */
@ApplicationScoped
class RateLimitCache {
    private static final int MOST = 50_000;

    private final Clock clock;
    private final Map<Place, Known> known = new ConcurrentHashMap<>();

    RateLimitCache(Clock clock) {
        this.clock = clock;
    }

    /** A subject and the length of the window; its limit may change. */
    private record Place(String subject, int seconds) {
        static Place of(RateWindow window) {
            return new Place(window.subject(), window.seconds());
        }
    }

    /** A count, when the store told it, and when that was by a clock that nobody sets. */
    private record Known(int used, Instant at, long nanos) {
        /** The time of the store now, or a little earlier: the answer was on its way for a while. */
        Instant now() {
            return at.plusNanos(System.nanoTime() - nanos);
        }
    }

    void remember(RateLimitState standing) {
        long nanos = System.nanoTime();
        makeRoom();
        if (known.size() < MOST) {
            for (WindowCount count : standing.counts()) {
                known.merge(
                        Place.of(count.window()),
                        new Known(count.used(), standing.at(), nanos),
                        (old, told) -> told.at().isBefore(old.at()) ? old : told);
            }
        }
    }

    /** Where an account stands as far as is known here; a window of which nothing is known counts as unused. */
    RateLimitState recall(List<RateWindow> windows) {
        Instant now = now(windows);
        List<WindowCount> counts = new ArrayList<>(windows.size());
        for (RateWindow window : windows) {
            Known last = known.get(Place.of(window));
            boolean current = last != null && last.now().isBefore(window.endAt(last.at()));
            counts.add(new WindowCount(window, current ? last.used() : 0));
        }
        return new RateLimitState(false, now, counts);
    }

    private Instant now(List<RateWindow> windows) {
        for (RateWindow window : windows) {
            Known last = known.get(Place.of(window));
            if (last != null) {
                return last.now();
            }
        }
        return clock.instant();
    }

    private void makeRoom() {
        if (known.size() >= MOST) {
            known.entrySet().removeIf(entry -> {
                RateWindow window = new RateWindow("", "", entry.getKey().seconds(), 0);
                return !entry.getValue()
                        .now()
                        .isBefore(window.endAt(entry.getValue().at()));
            });
        }
    }
}
