package dev.tidings.core.engine;

import dev.tidings.core.directory.SessionStatus;
import java.time.Instant;

/** What an engine reports of a session. */
public sealed interface SessionEvent {
    String sessionId();

    /** The state that it brings the session to. */
    SessionStatus status();

    /** Why, as a short name for programs; null for states that need no reason. */
    default String reason() {
        return null;
    }

    /** A QR code to scan; {@code text} is what it holds. */
    record QrIssued(String sessionId, String text, Instant expiresAt) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.QR_PENDING;
        }
    }

    /** The pairing was confirmed, or stored credentials are being used. */
    record Connecting(String sessionId) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.CONNECTING;
        }
    }

    /** @param phoneNumber digits of the linked phone */
    record Connected(String sessionId, String phoneNumber) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.CONNECTED;
        }
    }

    /** The connection broke; the engine restores it by itself. */
    record Reconnecting(String sessionId, String reason) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.RECONNECTING;
        }
    }

    /** The connection is gone until the session is restarted; it stays linked. */
    record Disconnected(String sessionId, String reason) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.DISCONNECTED;
        }
    }

    /** The phone, or WhatsApp, unlinked the session. */
    record LoggedOut(String sessionId, String reason) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.LOGGED_OUT;
        }
    }

    /** The session did not come to a connection, for example {@code qr_timeout}. */
    record Failed(String sessionId, String reason) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.FAILED;
        }
    }
}
