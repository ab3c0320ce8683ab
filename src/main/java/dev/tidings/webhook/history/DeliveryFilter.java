package dev.tidings.webhook.history;

import dev.tidings.webhook.delivery.DeliveryStatus;
import java.time.Instant;
import java.util.List;

/**
 * Which deliveries are asked for; null or empty is no filter.
 *
 * @param statuses one of them, each named once
 * @param types one of the events' own names, in alphabetical order
 */
public record DeliveryFilter(List<DeliveryStatus> statuses, List<String> types, Instant since) {}
