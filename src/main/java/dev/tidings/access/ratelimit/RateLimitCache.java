package dev.tidings.access.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last known counts of windows on this replica. Counts only grow within a window, so a full one stays full until
 * it ends: an account over its limit is refused here, without a call to the store. Bounded; a dropped entry is read
 * from the store again.
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

    /** A count, the time of the store with it, and the moment on a clock that is never set. */
    private record Known(int used, Instant at, long nanos) {
        /** The time of the store now, or a little earlier, because the answer needed time to arrive. */
        Instant now() {
            return at.plusNanos(System.nanoTime() - nanos);
        }
    }

    void remember(RateLimitState state) {
        long nanos = System.nanoTime();
        makeRoom();
        if (known.size() < MOST) {
            for (WindowCount count : state.counts()) {
                known.merge(
                        Place.of(count.window()),
                        new Known(count.used(), state.at(), nanos),
                        (old, told) -> told.at().isBefore(old.at()) ? old : told);
            }
        }
    }

    /** The state of an account as far as it is known here; a window without an entry counts as unused. */
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
