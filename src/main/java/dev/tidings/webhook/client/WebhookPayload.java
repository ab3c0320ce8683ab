package dev.tidings.webhook.client;

import dev.tidings.core.event.Event;
import dev.tidings.webhook.delivery.ClaimedDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The body of a delivery: made from the event at each try, and the same bytes each time. */
public final class WebhookPayload {
    static final String TEST = "webhook.test";

    private WebhookPayload() {}

    static byte[] of(ClaimedDelivery.Event event) {
        return Event.json(
                        event.id(), event.name(), event.createdAt(), event.sessionId(), event.sequence(), event.data())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An event that belongs to no session's sequence and is kept nowhere. */
    public static ClaimedDelivery.Event test(String eventId, String webhookId, String sessionId, Instant at) {
        return new ClaimedDelivery.Event(eventId, TEST, at, sessionId, 0, "{\"webhookId\":\"" + webhookId + "\"}");
    }
}
