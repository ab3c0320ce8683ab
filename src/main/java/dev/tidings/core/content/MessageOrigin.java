package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a message that was sent came from. */
public enum MessageOrigin {
    /** This API. */
    API,
    /** The phone's app, or another linked device. */
    PHONE,
    /** What the phone told of the time before the session. */
    HISTORY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
