package dev.tidings.core.engine;

import java.time.Instant;

/** What happened to a session. */
public sealed interface SessionEvent {
    String sessionId();

    /** A QR code to scan; {@code text} is what it holds. */
    record QrIssued(String sessionId, String text, Instant expiresAt) implements SessionEvent {}

    /** The pairing was confirmed, or stored credentials are being used. */
    record Connecting(String sessionId) implements SessionEvent {}

    /** @param phoneNumber digits of the linked phone */
    record Connected(String sessionId, String phoneNumber) implements SessionEvent {}

    /** The connection broke; the engine is at it again by itself. */
    record Reconnecting(String sessionId, String reason) implements SessionEvent {}

    /** The connection is gone until somebody restarts the session; it stays linked. */
    record Disconnected(String sessionId, String reason) implements SessionEvent {}

    /** The phone, or WhatsApp, unlinked the session. */
    record LoggedOut(String sessionId, String reason) implements SessionEvent {}

    /** The session did not come to a connection, for example {@code qr_timeout}. */
    record Failed(String sessionId, String reason) implements SessionEvent {}
}
