package dev.tidings.webhook;

import java.time.Instant;
import java.util.Set;

/**
 * Which deliveries are asked for; null is no filter.
 *
 * @param types the events' own names
 */
record DeliveryFilter(DeliveryStatus status, Set<String> types, Instant since) {}
