package dev.tidings.core.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which way a message goes. */
public enum Direction {
    INBOUND,
    OUTBOUND;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Direction ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
