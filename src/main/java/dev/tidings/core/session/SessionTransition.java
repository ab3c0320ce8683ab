package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.event.EventType;
import java.time.Instant;
import java.util.Optional;

/** The change of a session that an engine's report causes. */
record SessionTransition(SessionStatus status, String reason, String qrText, Instant qrExpiresAt, String phoneNumber) {

    static SessionTransition of(SessionEvent event) {
        SessionTransition to = new SessionTransition(event.status(), event.reason(), null, null, null);
        if (event instanceof SessionEvent.QrIssued qr) {
            return to.withQr(qr.text(), qr.expiresAt());
        }
        return event instanceof SessionEvent.Connected connected ? to.withPhone(connected.phoneNumber()) : to;
    }

    /** The event that reports it; the steps in between have none. */
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

    private SessionTransition withQr(String text, Instant expiresAt) {
        return new SessionTransition(status, reason, text, expiresAt, phoneNumber);
    }

    private SessionTransition withPhone(String digits) {
        return new SessionTransition(status, reason, qrText, qrExpiresAt, digits);
    }
}
