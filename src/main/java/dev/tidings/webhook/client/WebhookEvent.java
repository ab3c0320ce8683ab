package dev.tidings.webhook.client;

import java.time.Instant;

/**
 * An event as an endpoint gets it.
 *
 * @param name the event's own name, or that of the group by which the endpoint asked for it
 * @param data as it was published, to the last byte
 */
public record WebhookEvent(String id, String name, Instant createdAt, String sessionId, long sequence, String data) {}
