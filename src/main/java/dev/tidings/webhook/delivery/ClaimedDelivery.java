package dev.tidings.webhook.delivery;

import dev.tidings.webhook.client.WebhookEndpoint;
import java.time.Instant;

/**
 * A delivery that this replica is to try now.
 *
 * @param token proves that the try is its own when the outcome is recorded
 * @param failed how many tries failed since the schedule began
 * @param event null when the event is not kept any more
 */
public record ClaimedDelivery(String deliveryId, String token, int failed, WebhookEndpoint webhook, Event event) {

    /**
     * What is told.
     *
     * @param name the event's own name, or that of the group by which the endpoint asked for it
     * @param data as it was published, to the last byte
     */
    public record Event(String id, String name, Instant createdAt, String sessionId, long sequence, String data) {}
}
