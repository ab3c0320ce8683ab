package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A WhatsApp account that is linked or is to be linked.
 *
 * @param statusReason why it is in this state, a fixed word such as {@code qr_timeout}; or null
 * @param qrText null unless {@code qr_pending}
 * @param phoneNumber digits; null before the first link and after a logout
 * @param connectedAt null unless {@code connected}
 */
public record Session(
        String id,
        String accountId,
        String name,
        String engine,
        SessionStatus status,
        String statusReason,
        String qrText,
        Instant qrExpiresAt,
        String phoneNumber,
        Instant createdAt,
        Instant connectedAt) {

    /** A session that is not stored yet. */
    static Session starting(String id, String accountId, String name, String engine, Instant now) {
        Instant createdAt = now.truncatedTo(ChronoUnit.MICROS);
        return new Session(
                id, accountId, name, engine, SessionStatus.STARTING, null, null, null, null, createdAt, null);
    }

    boolean hasLiveQr(Instant now) {
        return status == SessionStatus.QR_PENDING && now.isBefore(qrExpiresAt);
    }
}
