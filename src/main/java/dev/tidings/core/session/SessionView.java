package dev.tidings.core.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.event.EventSinkProvisioner.Subscription;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A session as clients see it: in answers, and in the events that report it. */
@Schema(name = "Session")
public record SessionView(
        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(examples = "support desk") String name,

        @Schema(examples = "sandbox") String engine,

        @Schema(examples = "qr_pending") SessionStatus status,

        @Schema(nullable = true, description = "Why it is in this state, such as qr_timeout")
        String statusReason,

        @Schema(
                nullable = true,
                description = "The QR code to scan, a PNG as a data: URI; null unless the status is qr_pending",
                examples = "data:image/png;base64,iVBORw0KGgo=")
        String qrCode,

        @Schema(nullable = true, description = "The text in the QR code; opaque", examples = "2@N7vJq0Yk3mE=")
        String qrText,

        @Schema(nullable = true, examples = "2026-11-24T09:31:00Z")
        Instant qrExpiresAt,

        @Schema(nullable = true, description = "Digits of the linked phone", examples = "14155552671")
        String phoneNumber,

        @Schema(examples = "2026-11-24T09:30:00Z") Instant createdAt,

        @Schema(nullable = true, examples = "2026-11-24T09:30:40Z")
        Instant connectedAt,

        @Schema(description = "What a person needs to use the passkey; only when the status is passkey_required")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        PasskeyView passkey,

        @Schema(description = "A limit that WhatsApp has put on the account; left out when there is none")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        RestrictionView restriction,

        @Schema(description = "The webhook that was made with it; in the answer of its creation only")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        WebhookView webhook) {

    /** @param secret what its requests are signed with; shown only this once */
    @Schema(name = "WebhookOfSession")
    public record WebhookView(
            @Schema(examples = "webhook_01kaszj5v3m8q2c7d9e1f4g6h8")
            String webhookId,

            @Schema(
                    description = "What its requests are signed with; shown this once only",
                    examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            String secret) {}

    /** What a person needs to use the account's passkey. */
    @Schema(name = "PasskeyOfSession")
    public record PasskeyView(
            @Schema(
                    description = "JSON for navigator.credentials.get on a page of web.whatsapp.com",
                    examples = "{\"challenge\":\"q83v...\",\"rpId\":\"whatsapp.com\"}")
            String challenge,

            @Schema(nullable = true, description = "Compare it with the phone, then confirm", examples = "ABCD-EFGH")
            String code,

            @Schema(examples = "2026-11-24T09:40:00Z") Instant expiresAt,

            @Schema(description = "What to do now, for the person who does it")
            String instructions) {
        private static final String SIGN = "On a computer that can use the passkey of this WhatsApp account, open"
                + " https://web.whatsapp.com, run navigator.credentials.get with the challenge in its console, and post"
                + " what toJSON() gives as assertion to this session's /passkey.";
        private static final String COMPARE = "Compare the code with the one on the phone. If they are the same, post"
                + " {\"confirmed\":true} to this session's /passkey.";

        static PasskeyView of(Session.Passkey passkey) {
            return passkey == null
                    ? null
                    : new PasskeyView(
                            passkey.challenge(),
                            passkey.code(),
                            passkey.expiresAt(),
                            passkey.code() == null ? SIGN : COMPARE);
        }
    }

    /** @param until null if WhatsApp did not say */
    @Schema(name = "RestrictionOfSession")
    public record RestrictionView(
            @Schema(
                    description = "new_chats: only people who have written before; temporary_ban",
                    examples = "new_chats")
            String kind,

            @Schema(nullable = true, examples = "2026-11-25T09:30:00Z")
            Instant until) {

        static RestrictionView of(Session.Restriction restriction) {
            return restriction == null ? null : new RestrictionView(restriction.kind(), restriction.until());
        }
    }

    public static SessionView of(Session session) {
        String picture =
                session.qrText() == null ? null : QrImage.of(session.qrText()).dataUri();
        return new SessionView(
                session.id(),
                session.name(),
                session.engine(),
                session.status(),
                session.statusReason(),
                picture,
                session.qrText(),
                session.qrExpiresAt(),
                session.phoneNumber(),
                session.createdAt(),
                session.connectedAt(),
                PasskeyView.of(session.passkey()),
                RestrictionView.of(session.restriction()),
                null);
    }

    public SessionView with(Subscription made) {
        return new SessionView(
                sessionId,
                name,
                engine,
                status,
                statusReason,
                qrCode,
                qrText,
                qrExpiresAt,
                phoneNumber,
                createdAt,
                connectedAt,
                passkey,
                restriction,
                new WebhookView(made.webhookId(), made.secret()));
    }
}
