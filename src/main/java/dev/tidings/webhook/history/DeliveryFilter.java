package dev.tidings.webhook.history;

import dev.tidings.webhook.delivery.DeliveryStatus;
import java.time.Instant;
import java.util.Set;

/**
 * Which deliveries are asked for; null is no filter.
 *
 * @param types the events' own names
 */
public record DeliveryFilter(DeliveryStatus status, Set<String> types, Instant since) {}
