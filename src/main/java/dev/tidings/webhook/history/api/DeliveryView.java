package dev.tidings.webhook.history.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.webhook.delivery.DeliveryStatus;
import dev.tidings.webhook.history.Delivery;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One event for one endpoint, as clients see it. */
@Schema(name = "Delivery")
record DeliveryView(
        @Schema(examples = "dlv_01kaszk2h8w4r6t0y5v3n7b9c1") String deliveryId,

        @Schema(examples = "webhook_01kaszj5v3m8q2c7d9e1f4g6h8")
        String webhookId,

        @Schema(description = "Sent as webhook-id", examples = "evt_01kaszk2h8w4r6t0y5v3n7b9c1")
        String eventId,

        @Schema(
                description = "As it is sent: the group's name where the webhook asks for the group",
                examples = "message.status")
        String event,

        @Schema(description = "The event's own name", examples = "message.delivered")
        String type,

        DeliveryStatus status,

        @Schema(description = "How many attempts there were")
        int attemptCount,

        @Schema(nullable = true, description = "When the next attempt begins; null when there will be none")
        Instant nextAttemptAt,

        @Schema(nullable = true, description = "The status of the last answer")
        Integer httpStatus,

        @Schema(nullable = true, description = "Why the last attempt failed, or why there are no more")
        String error,

        @Schema(description = "When the event happened") Instant createdAt,

        @Schema(description = "Each attempt; only in the answer for one delivery")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<AttemptView> attempts) {

    @Schema(name = "DeliveryAttempt")
    record AttemptView(
            int number,
            Instant at,

            @Schema(nullable = true, description = "Null when there was no answer")
            Integer httpStatus,

            int durationMs,

            @Schema(nullable = true) String error,

            @Schema(nullable = true, description = "The first 16 KB of the answer")
            String response) {

        static AttemptView of(Delivery.Attempt attempt) {
            return new AttemptView(
                    attempt.number(),
                    attempt.at(),
                    attempt.httpStatus(),
                    attempt.durationMs(),
                    attempt.error(),
                    attempt.response());
        }
    }

    /** The result of a replay of many events. */
    @Schema(name = "Replayed")
    record ReplayedView(
            @Schema(description = "How many deliveries are made again", examples = "42")
            long replayed,

            @Schema(nullable = true, description = "Set when there are more: call again with this as since")
            Instant nextSince) {}

    static DeliveryView of(Delivery delivery) {
        return of(delivery, null);
    }

    static DeliveryView of(Delivery delivery, List<Delivery.Attempt> attempts) {
        return new DeliveryView(
                delivery.id(),
                delivery.webhookId(),
                delivery.eventId(),
                delivery.event(),
                delivery.type(),
                delivery.status(),
                delivery.attemptCount(),
                delivery.dueAt(),
                delivery.httpStatus(),
                delivery.error(),
                delivery.createdAt(),
                attempts == null ? null : attempts.stream().map(AttemptView::of).toList());
    }
}
