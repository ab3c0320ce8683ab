package dev.tidings.platform.id;

import java.util.regex.Pattern;

/** The kinds of public ids: a prefix and a lower-case ULID, 26 characters of Crockford's base32. */
public enum IdKind {
    ACCOUNT("acc_"),
    KEY("key_"),
    SESSION("session_"),
    MESSAGE("msg_"),
    BULK("bulk_"),
    MEDIA("media_"),
    EVENT("evt_"),
    WEBHOOK("webhook_"),
    DELIVERY("dlv_"),
    AUDIT("aud_");

    private static final Pattern ULID = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    private final String prefix;

    IdKind(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    /** Whether the text is an id of this kind by its form; a malformed id is an unknown id. */
    public boolean matches(String id) {
        return id != null
                && id.length() == prefix.length() + 26
                && id.startsWith(prefix)
                && ULID.matcher(id).region(prefix.length(), id.length()).matches();
    }
}
