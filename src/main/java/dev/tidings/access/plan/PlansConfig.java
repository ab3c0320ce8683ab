package dev.tidings.access.plan;

import dev.tidings.platform.config.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/**
 * What accounts may use: plans by name. free, basic, premium, enterprise and unlimited exist from the start; any other name
 * adds a plan. A limit that is left out stays as it is; in a plan that is added it is that of free.
 */
@ConfigMapping(prefix = "tidings.plans")
interface PlansConfig {

    @WithParentName
    Map<String, Limits> byName();

    interface Limits {
        /** Requests per account and minute of the clock, all its keys together: a whole number, or unlimited. */
        Optional<Limit> requestsPerMinute();

        /** Requests per account and hour of the clock. */
        Optional<Limit> requestsPerHour();

        /** Requests per account and day in UTC. */
        Optional<Limit> requestsPerDay();

        /** Messages accepted per account and day in UTC, including those that fail later. */
        Optional<Limit> messagesPerDay();

        /** Sessions that an account may have at the same time. */
        Optional<Limit> sessions();

        /** Requests of an account that may run at the same time on one replica. */
        Optional<Limit> concurrentRequests();

        /** Webhook endpoints that an account may have at the same time. */
        Optional<Limit> webhooks();

        /** Whether the limits of single operations (tidings.rate-limits) count too. */
        @WithConverter(YesOrNo.class)
        Optional<Boolean> endpointLimits();
    }
}
