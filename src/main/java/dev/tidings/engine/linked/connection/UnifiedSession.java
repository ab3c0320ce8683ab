package dev.tidings.engine.linked.connection;

import java.time.Duration;

/** The number by which WhatsApp Web names its visits of a week. */
final class UnifiedSession {
    private static final long SHIFT = Duration.ofDays(3).toMillis();
    private static final long WEEK = Duration.ofDays(7).toMillis();

    private UnifiedSession() {}

    /** @param serverMillis the server's time, unix milliseconds */
    static String id(long serverMillis) {
        return Long.toString(Math.floorMod(serverMillis + SHIFT, WEEK));
    }
}
