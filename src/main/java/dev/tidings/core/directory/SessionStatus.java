package dev.tidings.core.directory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The states of a session, and the states from which an engine's report can lead to each of them. */
public enum SessionStatus {
    /** Made or restarted; the engine has not reported anything yet. */
    STARTING,
    /** A QR code is ready to be scanned. */
    QR_PENDING,
    /** The phone asks for a passkey before it links. */
    PASSKEY_REQUIRED,
    CONNECTING,
    CONNECTED,
    /** The connection was lost; the engine restores it by itself. */
    RECONNECTING,
    /** Not connected until a restart; the session is still linked. */
    DISCONNECTED,
    /** Unlinked: the credentials are deleted, a restart begins a new pairing. */
    LOGGED_OUT,
    /** The pairing was not completed; a restart begins a new one. */
    FAILED;

    private static final Set<SessionStatus> UNDER_WAY =
            EnumSet.of(STARTING, QR_PENDING, PASSKEY_REQUIRED, CONNECTING, RECONNECTING);

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SessionStatus ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether sending fails with {@code session_disconnected}, not with {@code session_not_connected}. */
    public boolean isDisconnected() {
        return this == DISCONNECTED || this == LOGGED_OUT;
    }

    /** Whether messages may be queued for it: it is linked, even if it is not connected now. */
    public boolean letsMessagesWait() {
        return this == CONNECTED || this == RECONNECTING || this == DISCONNECTED;
    }

    /**
     * The states that an engine's report can change to this one. A late or repeated report finds the session in
     * another state and changes nothing.
     */
    public Set<SessionStatus> reachableFrom() {
        return switch (this) {
            case STARTING -> EnumSet.complementOf(EnumSet.of(STARTING, CONNECTING));
            case QR_PENDING -> UNDER_WAY;
            case PASSKEY_REQUIRED -> UNDER_WAY;
            case CONNECTING -> EnumSet.of(STARTING, QR_PENDING, PASSKEY_REQUIRED, RECONNECTING, DISCONNECTED);
            case CONNECTED -> with(DISCONNECTED);
            case RECONNECTING -> EnumSet.of(CONNECTED, CONNECTING);
            case DISCONNECTED -> with(CONNECTED);
            case LOGGED_OUT -> EnumSet.complementOf(EnumSet.of(LOGGED_OUT));
            case FAILED -> UNDER_WAY;
        };
    }

    private static Set<SessionStatus> with(SessionStatus more) {
        EnumSet<SessionStatus> all = EnumSet.copyOf(UNDER_WAY);
        all.add(more);
        return all;
    }
}
