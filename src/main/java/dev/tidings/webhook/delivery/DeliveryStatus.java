package dev.tidings.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of a delivery. */
public enum DeliveryStatus {
    /** It waits for an attempt, the first or a later one. */
    PENDING,
    /** The endpoint took it. */
    DELIVERED,
    /** There are no more attempts, unless it is replayed. */
    FAILED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
