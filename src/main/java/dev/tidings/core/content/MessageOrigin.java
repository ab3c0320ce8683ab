package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an outbound message came from. */
public enum MessageOrigin {
    /** This API. */
    API,
    /** The phone's app, or another linked device. */
    PHONE,
    /** The history that the phone sent, from before the session. */
    HISTORY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
