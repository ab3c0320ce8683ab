package dev.tidings.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.webhook.client.WebhookEndpoint;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An endpoint as clients see it. */
@Schema(name = "Webhook")
record WebhookView(
        @Schema(examples = "webhook_01kaszj5v3m8q2c7d9e1f4g6h8")
        String webhookId,

        @Schema(examples = "https://example.com/hooks/tidings")
        String url,

        @Schema(examples = "[\"message.received\",\"message.status\"]")
        List<String> events,

        @Schema(nullable = true, description = "Null for the events of all sessions")
        String sessionId,

        @Schema(nullable = true, examples = "CRM") String description,

        @Schema(
                description = "The names of its additional headers; their values are never shown",
                examples = "[\"Authorization\"]")
        List<String> headerNames,

        boolean enabled,

        @Schema(
                nullable = true,
                enumeration = {"manual", "gone", "failing"},
                description = "manual: by its owner; gone: it answered 410; failing: every attempt failed for 5 days")
        String disabledReason,

        @Schema(nullable = true) Instant disabledAt,

        @Schema(nullable = true, description = "Since when every attempt has failed")
        Instant failingSince,

        @Schema(nullable = true, description = "Until when the previous secret still signs")
        Instant previousSecretUntil,

        Instant createdAt,
        Instant updatedAt,

        @Schema(
                description = "The secret that signs its requests; shown once, in the answer that made it",
                examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String secret) {

    /** The result of a test. */
    @Schema(name = "WebhookTest")
    record TestView(
            @Schema(examples = "true") boolean delivered,

            @Schema(examples = "200") int httpStatus,

            @Schema(examples = "42") long durationMs) {}

    /** @param secret null unless it is to be shown */
    static WebhookView of(WebhookEndpoint webhook, List<String> headerNames, String secret, Instant now) {
        boolean overlap = webhook.previousUntil() != null && now.isBefore(webhook.previousUntil());
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.events(),
                webhook.sessionId(),
                webhook.description(),
                headerNames,
                webhook.enabled(),
                webhook.disabledReason(),
                webhook.disabledAt(),
                webhook.failingSince(),
                overlap ? webhook.previousUntil() : null,
                webhook.createdAt(),
                webhook.updatedAt(),
                secret);
    }
}
