package dev.tidings.core.engine.command;

import java.time.Duration;
import java.util.Locale;

/** The calls that reach a session's owner as rows. */
enum CommandType {
    OPEN(10, true),
    CLOSE(10, true),
    UNLINK(15, true),
    PAIRING_CODE(15, true),
    /** The answer to one challenge, which a new owner does not have. */
    PASSKEY(15, false),
    LOOK_UP(10, true),
    MARK_READ(10, true),
    /** Shorter than the time limit of a send: what was not taken until then is certainly not sent. */
    SEND(10, false),
    /** To another replica; of the core, not of an engine. */
    MOVE(10, false);

    private final Duration patience;
    private final boolean repeatable;

    CommandType(int seconds, boolean repeatable) {
        this.patience = Duration.ofSeconds(seconds);
        this.repeatable = repeatable;
    }

    /** How long an owner may wait before it takes it. */
    Duration patience() {
        return patience;
    }

    /** Whether a new owner does it once more when the old one died in the middle of it. */
    boolean isRepeatable() {
        return repeatable;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CommandType ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
