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

    /**
     * The phone links only after the account's passkey was used in a browser.
     *
     * @param challenge what the browser's {@code navigator.credentials.get} takes, as JSON
     * @param code to be compared with the one on the phone; null while the browser's answer is awaited
     */
    record PasskeyRequired(String sessionId, String challenge, Instant expiresAt, String code) implements SessionEvent {
        @Override
        public SessionStatus status() {
            return SessionStatus.PASSKEY_REQUIRED;
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

    /**
     * Not connected until the session is restarted; it stays linked.
     *
     * @param retryAt when the engine is asked to open it again; null for never
     */
    record Disconnected(String sessionId, String reason, Instant retryAt) implements SessionEvent {
        public Disconnected(String sessionId, String reason) {
            this(sessionId, reason, null);
        }

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
