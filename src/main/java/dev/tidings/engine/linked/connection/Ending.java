package dev.tidings.engine.linked.connection;

import java.time.Duration;

/**
 * What follows when the server ends a connection, or refuses a login.
 *
 * @param reason a fixed word for the session's {@code statusReason} and for metrics
 * @param pause how long a ban lasts; null for other kinds, and for a ban without an end
 */
public record Ending(Kind kind, String reason, Duration pause) {

    Ending(Kind kind, String reason) {
        this(kind, reason, null);
    }

    /** What to do. */
    public enum Kind {
        /** Connect again at once; nothing is wrong. */
        RESTART,
        /** Connect again after a pause that grows. */
        RETRY,
        /** Connect again after a much longer pause. */
        RETRY_SLOWLY,
        /** The device is not linked any more: its credentials are worthless. */
        UNLINKED,
        /** The same device connected elsewhere: connecting again at once would throw that connection out in turn. */
        REPLACED,
        /** Connect again when the ban is over. */
        BANNED,
        /** Connect again with a newer version. */
        OUTDATED,
        /** Connecting again would end in the same way; the credentials stay. */
        REFUSED
    }
}
