package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.event.EventType;
import java.time.Instant;
import java.util.Optional;

/** What an engine's news makes of a session. */
record SessionTransition(SessionStatus status, String reason, String qrText, Instant qrExpiresAt, String phoneNumber) {

    static SessionTransition of(SessionEvent event) {
        if (event instanceof SessionEvent.QrIssued qr) {
            return new SessionTransition(SessionStatus.QR_PENDING, null, qr.text(), qr.expiresAt(), null);
        }
        if (event instanceof SessionEvent.Connecting) {
            return to(SessionStatus.CONNECTING, null);
        }
        if (event instanceof SessionEvent.Connected connected) {
            return new SessionTransition(SessionStatus.CONNECTED, null, null, null, connected.phoneNumber());
        }
        if (event instanceof SessionEvent.Reconnecting reconnecting) {
            return to(SessionStatus.RECONNECTING, reconnecting.reason());
        }
        if (event instanceof SessionEvent.Disconnected disconnected) {
            return to(SessionStatus.DISCONNECTED, disconnected.reason());
        }
        if (event instanceof SessionEvent.LoggedOut loggedOut) {
            return to(SessionStatus.LOGGED_OUT, loggedOut.reason());
        }
        if (event instanceof SessionEvent.Failed failed) {
            return to(SessionStatus.FAILED, failed.reason());
        }
        throw new IllegalArgumentException("no such news: " + event);
    }

    /** The event that tells of it; the steps in between are nobody's business. */
    Optional<EventType> event() {
        return Optional.ofNullable(
                switch (status) {
                    case QR_PENDING -> EventType.SESSION_QR;
                    case CONNECTED -> EventType.SESSION_CONNECTED;
                    case RECONNECTING -> EventType.SESSION_RECONNECTING;
                    case DISCONNECTED -> EventType.SESSION_DISCONNECTED;
                    case LOGGED_OUT -> EventType.SESSION_LOGGED_OUT;
                    case FAILED -> EventType.SESSION_FAILED;
                    case STARTING, PASSKEY_REQUIRED, CONNECTING -> null;
                });
    }

    private static SessionTransition to(SessionStatus status, String reason) {
        return new SessionTransition(status, reason, null, null, null);
    }
}
