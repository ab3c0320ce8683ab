package dev.tidings.core.directory;

import java.time.Instant;

/**
 * A replica that holds its lease.
 *
 * @param id of this run of it; what loses its lease comes back under another one
 * @param sessions how many it owns
 * @param draining whether it is about to end, and takes no more
 */
public record Replica(
        String id, String name, Instant startedAt, Instant beatAt, int sessions, int maxSessions, boolean draining) {
    /** Whether it takes another session. */
    public boolean hasRoom() {
        return !draining && sessions < maxSessions;
    }
}
