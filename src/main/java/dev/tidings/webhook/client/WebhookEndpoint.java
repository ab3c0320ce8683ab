package dev.tidings.webhook.client;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint, as stored.
 *
 * @param sessionId null: events of all sessions
 * @param events the names by which its owner asked for events
 * @param headers sealed, as are the secrets; null for none
 * @param previousSecret signs too until {@code previousUntil}; null when there is none
 * @param disabledReason {@code manual}, {@code gone}, {@code failing}; null while it is enabled
 * @param failingSince since when every attempt failed; null when the last attempt succeeded
 */
public record WebhookEndpoint(
        String id,
        String accountId,
        String sessionId,
        String url,
        List<String> events,
        String description,
        String headers,
        String secret,
        String previousSecret,
        Instant previousUntil,
        boolean enabled,
        String disabledReason,
        Instant disabledAt,
        Instant failingSince,
        Instant createdAt,
        Instant updatedAt) {}
