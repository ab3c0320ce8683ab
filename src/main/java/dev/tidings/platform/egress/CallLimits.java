package dev.tidings.platform.egress;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a call may take, and how much it may answer.
 *
 * @param connect for the look-up of the name, and again for the connections, which share it
 * @param idle between two bytes
 * @param total from the look-up to the last byte
 * @param maxBytes of the answer's body
 */
public record CallLimits(Duration connect, Duration idle, Duration total, long maxBytes) {

    /** Limits the whole call alone: a host that never accepts the connection is then a time-out. */
    public static CallLimits within(Duration total, long maxBytes) {
        return new CallLimits(total, total, total, maxBytes);
    }

    /** The limit of the look-up alone; empty when the total ends no later. */
    Optional<Duration> resolution() {
        return connect.compareTo(total) < 0 ? Optional.of(connect) : Optional.empty();
    }
}
