package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import java.time.Instant;

/**
 * A linked, or to be linked, WhatsApp account.
 *
 * @param statusReason why it is in this state, a stable word such as {@code qr_timeout}; or null
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

    boolean hasLiveQr(Instant now) {
        return status == SessionStatus.QR_PENDING && now.isBefore(qrExpiresAt);
    }
}
