package dev.tidings.access.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The actions that the audit trail records. */
public enum AuditAction {
    ACCOUNT_CREATED,
    ACCOUNT_CHANGED,
    KEY_CREATED,
    KEY_ROTATED,
    KEY_REVOKED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    static AuditAction ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
}
