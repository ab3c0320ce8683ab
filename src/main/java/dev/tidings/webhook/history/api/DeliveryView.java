package dev.tidings.webhook.history.api;

import dev.tidings.webhook.history.Delivery;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.webhook.delivery.DeliveryStatus;
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

        @Schema(description = "As it is sent: a group's name where that was asked for", examples = "message.status")
        String event,

        @Schema(description = "The event's own name", examples = "message.delivered")
        String type,

        DeliveryStatus status,

        @Schema(description = "How many tries there were") int attemptCount,

        @Schema(nullable = true, description = "When the next try begins; null when there will be none")
        Instant nextAttemptAt,

        @Schema(nullable = true, description = "Of the last answer")
        Integer httpStatus,

        @Schema(nullable = true, description = "Why the last try failed, or why there are no more")
        String error,

        @Schema(description = "When the event happened") Instant createdAt,

        @Schema(description = "Each try; only where one delivery is asked for")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<AttemptView> attempts) {

    @Schema(name = "DeliveryAttempt")
    record AttemptView(
            int number,
            Instant at,

            @Schema(nullable = true, description = "Null: there was no answer")
            Integer httpStatus,

            int durationMs,

            @Schema(nullable = true) String error,

            @Schema(nullable = true, description = "The first 16 KB of the answer")
            String response) {

        static AttemptView of(Delivery.Try attempt) {
            return new AttemptView(
                    attempt.number(),
                    attempt.at(),
                    attempt.httpStatus(),
                    attempt.durationMs(),
                    attempt.error(),
                    attempt.response());
        }
    }

    /** What a replay of many did. */
    @Schema(name = "Replayed")
    record ReplayedView(
            @Schema(description = "How many deliveries are made again", examples = "42")
            long replayed,

            @Schema(nullable = true, description = "There are more: ask again from this time; null when there are none")
            Instant nextSince) {}

    static DeliveryView of(Delivery delivery) {
        return of(delivery, null);
    }

    static DeliveryView of(Delivery delivery, List<Delivery.Try> tries) {
        return new DeliveryView(
                delivery.id(),
                delivery.webhookId(),
                delivery.eventId(),
                delivery.event(),
                delivery.type(),
                delivery.status(),
                delivery.attempts(),
                delivery.dueAt(),
                delivery.httpStatus(),
                delivery.error(),
                delivery.createdAt(),
                tries == null ? null : tries.stream().map(AttemptView::of).toList());
    }
}
