package dev.tidings.access.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Limits of one account that differ from its plan: null keeps the plan's limit, {@value #UNLIMITED} means no limit.
 */
@Schema(name = "Overrides", description = "Left out: the plan's own limit. -1: no limit")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Overrides(
        @Schema(minimum = "-1", examples = "500") Integer requestsPerMinute,

        @Schema(minimum = "-1", examples = "10000") Integer requestsPerHour,

        @Schema(minimum = "-1", examples = "-1") Integer requestsPerDay,

        @Schema(minimum = "-1", examples = "250000") Integer messagesPerDay,

        @Schema(minimum = "-1", examples = "30") Integer sessions,

        @Schema(minimum = "-1", examples = "80") Integer concurrentRequests,

        @Schema(minimum = "-1", examples = "60") Integer webhooks)
        implements Validated {
    public static final int UNLIMITED = -1;

    /** All limits are those of the plan. */
    public static final Overrides NONE = new Overrides(null, null, null, null, null, null, null);

    @Override
    public void check(Violations checks) {
        named().forEach((field, limit) -> checks.range(field, limit, UNLIMITED, Integer.MAX_VALUE));
    }

    /** Those that are set, by their names in JSON. */
    public Map<String, Integer> named() {
        Map<String, Integer> set = new LinkedHashMap<>();
        set.put("requestsPerMinute", requestsPerMinute);
        set.put("requestsPerHour", requestsPerHour);
        set.put("requestsPerDay", requestsPerDay);
        set.put("messagesPerDay", messagesPerDay);
        set.put("sessions", sessions);
        set.put("concurrentRequests", concurrentRequests);
        set.put("webhooks", webhooks);
        set.values().removeIf(limit -> limit == null);
        return set;
    }

    static Integer apply(Integer own, Integer planned) {
        if (own == null) {
            return planned;
        }
        return own == UNLIMITED ? null : own;
    }
}
