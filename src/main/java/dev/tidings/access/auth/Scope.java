package dev.tidings.access.auth;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a key may do. */
public enum Scope {
    @JsonProperty("sessions:read")
    SESSIONS_READ("sessions:read"),
    @JsonProperty("sessions:write")
    SESSIONS_WRITE("sessions:write"),
    @JsonProperty("messages:read")
    MESSAGES_READ("messages:read"),
    @JsonProperty("messages:write")
    MESSAGES_WRITE("messages:write"),
    @JsonProperty("media:read")
    MEDIA_READ("media:read"),
    @JsonProperty("media:write")
    MEDIA_WRITE("media:write"),
    @JsonProperty("webhooks:read")
    WEBHOOKS_READ("webhooks:read"),
    @JsonProperty("webhooks:write")
    WEBHOOKS_WRITE("webhooks:write"),
    @JsonProperty("keys:read")
    KEYS_READ("keys:read"),
    @JsonProperty("keys:write")
    KEYS_WRITE("keys:write"),
    @JsonProperty("account:read")
    ACCOUNT_READ("account:read"),
    @JsonProperty("admin")
    ADMIN("admin");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Scope ofWireName(String wireName) {
        for (Scope scope : values()) {
            if (scope.wireName.equals(wireName)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("unknown scope " + wireName);
    }
}
