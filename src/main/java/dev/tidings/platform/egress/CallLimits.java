package dev.tidings.platform.egress;

import java.time.Duration;
import java.util.Optional;

/**
 * What a call may take.
 *
 * @param connect for finding the addresses of the name, and for connecting to each
 * @param idle without a byte
 * @param total from the first question to the last byte
 * @param maxBytes of the answer's body
 */
public record CallLimits(Duration connect, Duration idle, Duration total, long maxBytes) {

    /** A call that must be over in time, with no narrower bound on its parts: a host that never connects times out. */
    public static CallLimits within(Duration total, long maxBytes) {
        return new CallLimits(total, total, total, maxBytes);
    }

    /** For the resolution alone; empty when the total is over no later. */
    Optional<Duration> resolution() {
        return connect.compareTo(total) < 0 ? Optional.of(connect) : Optional.empty();
    }
}
