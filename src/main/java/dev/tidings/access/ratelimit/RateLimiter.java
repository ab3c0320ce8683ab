package dev.tidings.access.ratelimit;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where requests are counted, for all replicas together. */
public interface RateLimiter {

    /**
     * Counts a request in all of the windows, or in none when one of them is full: in one step, so that several
     * replicas never let through more than one would. Fails when its store fails; docs/adr/0015 says what happens to
     * the request then.
     *
     * @param windows at least one; all of one account, with those of the account itself first
     */
    Uni<RateLimitState> take(List<RateWindow> windows);
}
