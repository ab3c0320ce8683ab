package dev.tidings.webhook.history;

import dev.tidings.webhook.delivery.DeliveryStatus;
import java.time.Instant;

/**
 * One event for one endpoint, as its owner sees it.
 *
 * @param event as it was sent: the event's own name, or that of the group by which the endpoint asked for it
 * @param type the event's own name
 * @param attemptCount how many attempts there were
 * @param dueAt when the next attempt begins, or the running one counts as lost; null when there will be none
 * @param httpStatus of the last answer; null when there was none
 * @param error why the last attempt failed, or why there are no more; null after a success
 */
public record Delivery(
        String id,
        String webhookId,
        String eventId,
        String event,
        String type,
        DeliveryStatus status,
        int attemptCount,
        Instant dueAt,
        Integer httpStatus,
        String error,
        Instant createdAt) {

    /**
     * An attempt as it was recorded.
     *
     * @param response the first 16 KB of the answer; null when there was none
     */
    public record Attempt(int number, Instant at, Integer httpStatus, int durationMs, String error, String response) {}
}
