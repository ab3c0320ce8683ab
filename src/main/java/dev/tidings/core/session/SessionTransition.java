package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.event.EventType;
import java.time.Instant;
import java.util.Optional;

/**
 * The change of a session that an engine's report causes; what does not belong to the new state is null.
 *
 * @param retryAt when a disconnected session is opened again by itself
 */
record SessionTransition(
        SessionStatus status,
        String reason,
        String qrText,
        Instant qrExpiresAt,
        String phoneNumber,
        Session.Passkey passkey,
        Instant retryAt) {

    static SessionTransition of(SessionEvent event) {
        SessionTransition to = new SessionTransition(event.status(), event.reason(), null, null, null, null, null);
        if (event instanceof SessionEvent.QrIssued qr) {
            return to.withQr(qr.text(), qr.expiresAt());
        }
        if (event instanceof SessionEvent.PasskeyRequired passkey) {
            return to.withPasskey(new Session.Passkey(passkey.challenge(), passkey.code(), passkey.expiresAt()));
        }
        if (event instanceof SessionEvent.Disconnected disconnected) {
            return to.withRetryAt(disconnected.retryAt());
        }
        return event instanceof SessionEvent.Connected connected ? to.withPhone(connected.phoneNumber()) : to;
    }

    /** The event that reports it; the steps in between have none. */
    Optional<EventType> event() {
        return Optional.ofNullable(
                switch (status) {
                    case QR_PENDING -> EventType.SESSION_QR;
                    case PASSKEY_REQUIRED -> EventType.SESSION_PASSKEY_REQUIRED;
                    case CONNECTED -> EventType.SESSION_CONNECTED;
                    case RECONNECTING -> EventType.SESSION_RECONNECTING;
                    case DISCONNECTED -> EventType.SESSION_DISCONNECTED;
                    case LOGGED_OUT -> EventType.SESSION_LOGGED_OUT;
                    case FAILED -> EventType.SESSION_FAILED;
                    case STARTING, CONNECTING -> null;
                });
    }

    private SessionTransition withQr(String text, Instant expiresAt) {
        return new SessionTransition(status, reason, text, expiresAt, phoneNumber, passkey, retryAt);
    }

    private SessionTransition withPhone(String digits) {
        return new SessionTransition(status, reason, qrText, qrExpiresAt, digits, passkey, retryAt);
    }

    private SessionTransition withPasskey(Session.Passkey asked) {
        return new SessionTransition(status, reason, qrText, qrExpiresAt, phoneNumber, asked, retryAt);
    }

    private SessionTransition withRetryAt(Instant at) {
        return new SessionTransition(status, reason, qrText, qrExpiresAt, phoneNumber, passkey, at);
    }
}
