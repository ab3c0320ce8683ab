package dev.tidings.access.account;

import dev.tidings.access.plan.Plan;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Limits as clients see them; null is no limit. */
@Schema(name = "Limits", description = "Null: no limit")
record LimitsView(
        @Schema(nullable = true, examples = "60") Integer requestsPerMinute,

        @Schema(nullable = true, examples = "1000") Integer requestsPerHour,

        @Schema(nullable = true, examples = "10000") Integer requestsPerDay,

        @Schema(nullable = true, examples = "10000") Integer messagesPerDay,

        @Schema(nullable = true, examples = "5") Integer sessions,

        @Schema(nullable = true, description = "On each replica", examples = "10")
        Integer concurrentRequests,

        @Schema(nullable = true, examples = "10") Integer webhooks) {

    static LimitsView of(Plan plan) {
        return new LimitsView(
                plan.requestsPerMinute(),
                plan.requestsPerHour(),
                plan.requestsPerDay(),
                plan.messagesPerDay(),
                plan.sessions(),
                plan.concurrentRequests(),
                plan.webhooks());
    }
}
