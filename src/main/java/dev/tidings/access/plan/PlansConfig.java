package dev.tidings.access.plan;

import dev.tidings.platform.config.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/**
 * What accounts may use: plans by their names. free, basic, premium, enterprise and unlimited are there by themselves, any other
 * makes a new one. What is left out keeps its value; in a new plan it is that of free.
 */
@ConfigMapping(prefix = "tidings.plans")
interface PlansConfig {

    @WithParentName
    Map<String, Limits> byName();

    interface Limits {
        /** Requests in a minute of UTC, all keys of an account together. */
        Optional<Limit> requestsPerMinute();

        /** Requests in an hour of UTC. */
        Optional<Limit> requestsPerHour();

        /** Requests in a day of UTC. */
        Optional<Limit> requestsPerDay();

        /** Messages accepted in a day of UTC, those that failed included. */
        Optional<Limit> messagesPerDay();

        /** Sessions at the same time. */
        Optional<Limit> sessions();

        /** Requests at the same time, on each replica. */
        Optional<Limit> concurrentRequests();

        /** Webhook endpoints at the same time. */
        Optional<Limit> webhooks();

        /** Whether single endpoints have limits of their own beside these (tidings.rate-limits). */
        @WithConverter(YesOrNo.class)
        Optional<Boolean> endpointLimits();
    }
}
