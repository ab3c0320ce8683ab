package dev.tidings.webhook.client;

import dev.tidings.core.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The body of a delivery: made from the event for each attempt, and the same bytes each time while what is in it lives. */
public final class WebhookPayload {
    static final String TEST = "webhook.test";

    private WebhookPayload() {}

    static byte[] of(WebhookEvent event) {
        return Event.json(
                        event.id(), event.name(), event.createdAt(), event.sessionId(), event.sequence(), event.data())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An event that is not stored and has no place in the sequence of a session. */
    public static WebhookEvent test(String eventId, String webhookId, String sessionId, Instant at) {
        return new WebhookEvent(eventId, TEST, at, sessionId, 0, "{\"webhookId\":\"" + webhookId + "\"}", false);
    }
}
