package dev.tidings.access.plan;

/**
 * What an account may use. Every limit is 0 or more; null is no limit.
 *
 * @param requestsPerMinute in fixed minutes, hours and days of UTC, all keys of the account together
 * @param messagesPerDay messages accepted per day of UTC, including those that failed
 * @param sessions how many at the same time
 * @param concurrentRequests how many at the same time, on each replica
 * @param webhooks how many endpoints at the same time
 * @param endpointLimits whether single API endpoints have limits of their own in addition
 */
public record Plan(
        String name,
        Integer requestsPerMinute,
        Integer requestsPerHour,
        Integer requestsPerDay,
        Integer messagesPerDay,
        Integer sessions,
        Integer concurrentRequests,
        Integer webhooks,
        boolean endpointLimits) {

    /** The same plan with the overrides of an account. */
    public Plan with(Overrides own) {
        return new Plan(
                name,
                Overrides.apply(own.requestsPerMinute(), requestsPerMinute),
                Overrides.apply(own.requestsPerHour(), requestsPerHour),
                Overrides.apply(own.requestsPerDay(), requestsPerDay),
                Overrides.apply(own.messagesPerDay(), messagesPerDay),
                Overrides.apply(own.sessions(), sessions),
                Overrides.apply(own.concurrentRequests(), concurrentRequests),
                Overrides.apply(own.webhooks(), webhooks),
                endpointLimits);
    }
}
