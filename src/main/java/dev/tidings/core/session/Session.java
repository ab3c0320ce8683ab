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
 * @param generation of the credentials that the engine stores for it now; each logout begins the next one
 * @param dueWipe the generation up to which credentials are due to be deleted; null when none are
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
        Instant connectedAt,
        long generation,
        Long dueWipe) {

    /** A session that is not stored yet. */
    static Session starting(String id, String accountId, String name, String engine, Instant now) {
        Instant createdAt = now.truncatedTo(ChronoUnit.MICROS);
        return new Session(
                id, accountId, name, engine, SessionStatus.STARTING, null, null, null, null, createdAt, null, 1, null);
    }

    /** The same with the text of its QR code left out. */
    Session withoutQr() {
        return new Session(
                id,
                accountId,
                name,
                engine,
                status,
                statusReason,
                null,
                qrExpiresAt,
                phoneNumber,
                createdAt,
                connectedAt,
                generation,
                dueWipe);
    }

    boolean hasLiveQr(Instant now) {
        return status == SessionStatus.QR_PENDING && now.isBefore(qrExpiresAt);
    }
}
