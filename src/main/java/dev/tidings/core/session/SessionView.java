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
                new WebhookView(made.webhookId(), made.secret()));
    }
}
