package dev.tidings.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of a delivery. */
public enum DeliveryStatus {
    /** It waits for a try, the first or another one. */
    PENDING,
    /** The endpoint took it. */
    DELIVERED,
    /** It is not tried any more, unless it is replayed. */
    FAILED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
