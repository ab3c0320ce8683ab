package dev.tidings.session;

import dev.tidings.engine.SessionEvent;
import java.time.Instant;

/** What an engine's news makes of a session. */
record SessionUpdate(SessionStatus status, String reason, String qrText, Instant qrExpiresAt, String phoneNumber) {

    static SessionUpdate of(SessionEvent event) {
        if (event instanceof SessionEvent.QrIssued qr) {
            return new SessionUpdate(SessionStatus.QR_PENDING, null, qr.text(), qr.expiresAt(), null);
        }
        if (event instanceof SessionEvent.Connecting) {
            return to(SessionStatus.CONNECTING, null);
        }
        if (event instanceof SessionEvent.Connected connected) {
            return new SessionUpdate(SessionStatus.CONNECTED, null, null, null, connected.phoneNumber());
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

    private static SessionUpdate to(SessionStatus status, String reason) {
        return new SessionUpdate(status, reason, null, null, null);
    }
}
