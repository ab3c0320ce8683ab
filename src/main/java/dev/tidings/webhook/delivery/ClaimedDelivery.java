package dev.tidings.webhook.delivery;

import dev.tidings.webhook.client.WebhookEndpoint;
import dev.tidings.webhook.client.WebhookEvent;

/**
 * A delivery that this replica has to attempt now.
 *
 * @param token proves, when the outcome is recorded, that this replica still owns the attempt
 * @param failedAttempts how many attempts failed since the schedule began
 * @param event null when the event is not kept any more
 */
record ClaimedDelivery(
        String deliveryId, String token, int failedAttempts, WebhookEndpoint endpoint, WebhookEvent event) {}
