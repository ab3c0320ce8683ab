package dev.tidings.core.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The status of a message. In the order of their rank: a status only moves up. {@code failed} can follow any before
 * {@code delivered}; {@code failed} and {@code cancelled} are final. The database decides (message_advances), so that
 * reports in any order, on any replica, have the same result.
 */
public enum MessageStatus {
    QUEUED,
    SENDING,
    /**
     * The engine's answer was lost: it may or may not have been sent. A later status shows it; it is never sent again.
     */
    UNKNOWN,
    SENT,
    DELIVERED,
    READ,
    PLAYED,
    FAILED,
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static MessageStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
