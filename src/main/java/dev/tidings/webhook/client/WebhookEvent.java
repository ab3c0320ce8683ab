package dev.tidings.webhook.client;

import dev.tidings.core.event.EventBodies;
import java.time.Instant;

/**
 * An event as an endpoint gets it.
 *
 * @param name the event's own name, or that of the group by which the endpoint asked for it
 * @param data as it was published, to the last byte; what {@link EventBodies} opened in it is null once it is dead
 * @param secret whether it holds something that may not be stored, not even in the endpoint's answer
 */
public record WebhookEvent(
        String id, String name, Instant createdAt, String sessionId, long sequence, String data, boolean secret) {}
