package dev.tidings.access.ratelimit;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where requests are counted, for all replicas together. */
public interface RateLimiter {

    /**
     * Counts a request in all of the windows, or in none when one of them is full: in one step, so that no number of replicas
     * lets through more than one would. Fails as its store does; what then becomes of the request is told in docs/adr/0015.
     *
     * @param windows at least one; all of one account, whose own come first
     */
    Uni<RateLimitState> take(List<RateWindow> windows);
}
