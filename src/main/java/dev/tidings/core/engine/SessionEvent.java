package dev.tidings.core.engine;

import dev.tidings.core.directory.SessionStatus;
import java.time.Instant;

/** What an engine reports about a session. */
public sealed interface SessionEvent {
    String sessionId();

    /** The new state of the session. */
    SessionStatus status();

    /** The reason, as a short name for programs; null for states that need none. */
    default String reason() {
        return null;
    }

    /** A QR code to scan; {@code text} is its content. */
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

    /** The connection was lost; the engine restores it by itself. */
    record Reconnecting(String sessionId, String reason) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.RECONNECTING;
        }
    }

    /** Not connected until the session is restarted; it stays linked. */
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

    /** The session could not be connected, for example {@code qr_timeout}. */
    record Failed(String sessionId, String reason) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.FAILED;
        }
    }
}
