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
 * @param passkey null unless {@code passkey_required}
 * @param restriction null unless WhatsApp has limited the account
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
        Passkey passkey,
        Restriction restriction,
        long generation,
        Long dueWipe) {

    /**
     * What a person needs to use the account's passkey.
     *
     * @param challenge what the browser's {@code navigator.credentials.get} takes, as JSON
     * @param code to be compared with the one on the phone; null while the browser's answer is awaited
     */
    public record Passkey(String challenge, String code, Instant expiresAt) {
        @Override
        public String toString() {
            return "Passkey";
        }
    }

    /** @param until null if WhatsApp did not say */
    public record Restriction(String kind, Instant until) {}

    /** A session that is not stored yet. */
    static Session starting(String id, String accountId, String name, String engine, Instant now) {
        Instant createdAt = now.truncatedTo(ChronoUnit.MICROS);
        return new Session(
                id,
                accountId,
                name,
                engine,
                SessionStatus.STARTING,
                null,
                null,
                null,
                null,
                createdAt,
                null,
                null,
                null,
                1,
                null);
    }

    /** The same without what pairs it with whoever has it: the text of its QR code, the challenge of a passkey. */
    Session withoutSecrets() {
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
                null,
                restriction,
                generation,
                dueWipe);
    }

    boolean hasLiveQr(Instant now) {
        return status == SessionStatus.QR_PENDING && now.isBefore(qrExpiresAt);
    }
}
