package dev.tidings.webhook.history;

import dev.tidings.core.event.EventSelection;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which events to deliver again. */
@Schema(name = "ReplayWebhook")
public record ReplayRequest(
        @Schema(
                required = true,
                description = "Events that happened at this time or later",
                examples = "2026-11-24T09:00:00Z")
        Instant since,

        @Schema(description = "Events that happened before this time; if left out, all until now")
        Instant until,

        @Schema(
                minItems = 1,
                description = "Only these of the events that the webhook asks for",
                examples = "[\"message.received\"]")
        List<String> events,

        @Schema(description = "Leaves out events that were delivered already")
        Boolean onlyFailed)
        implements Validated {

    @Override
    public void check(Violations checks) {
        checks.required("since", since);
        EventSelection.check(checks, "events", events);
        checks.that(
                "until",
                until,
                () -> since == null || until.isAfter(since),
                ErrorCode.INVALID_REQUEST,
                "must be later than since");
    }

    boolean isOnlyFailed() {
        return onlyFailed != null && onlyFailed;
    }
}
