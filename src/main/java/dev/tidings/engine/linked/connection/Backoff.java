package dev.tidings.engine.linked.connection;

import dev.tidings.engine.linked.crypto.Randomness;
import java.time.Duration;

/** The pauses before a session connects again: 1, 1, 2, 3, 5 … seconds, up to 15 minutes, each a little different. */
public final class Backoff {
    /** A connection that lasted so long counts as a good one. */
    public static final Duration STABLE = Duration.ofSeconds(30);

    private static final long MAX_SECONDS = 900;
    private static final int STEPS_OF_A_LIMIT = 5;
    private static final double JITTER = 0.1;

    private final Randomness randomness;
    private long last;
    private long next = 1;
    private boolean isLimited;

    public Backoff(Randomness randomness) {
        this.randomness = randomness;
    }

    public Duration next() {
        long seconds = next;
        next = Math.min(MAX_SECONDS, last + next);
        last = seconds;
        int random = (randomness.bytes(1)[0] & 0xff) - 128;
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 + JITTER * random / 128)));
    }

    /** WhatsApp asked for fewer connections: also a good connection does not shorten the next pause. */
    public Duration nextAfterLimit() {
        for (int i = 0; i < STEPS_OF_A_LIMIT; i++) {
            next();
        }
        isLimited = true;
        return next();
    }

    /** After {@link #STABLE}. */
    public void connectionIsStable() {
        if (isLimited) {
            isLimited = false;
        } else {
            reset();
        }
    }

    /** Somebody asked for a new beginning. */
    public void reset() {
        last = 0;
        next = 1;
        isLimited = false;
    }
}
