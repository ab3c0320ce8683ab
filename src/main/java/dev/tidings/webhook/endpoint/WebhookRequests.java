package dev.tidings.webhook.endpoint;

import dev.tidings.core.event.EventSelection;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request bodies about endpoints. */
final class WebhookRequests {
    private static final int MAX_DESCRIPTION = 500;
    private static final String HEADERS = "Sent with every request, up to 20; write-only, as they often hold passwords";
    private static final String EVENTS = "Names of events or groups, or * for all";

    private WebhookRequests() {}

    @Schema(name = "CreateWebhook")
    record CreateRequest(
            @Schema(required = true, maxLength = 2048, examples = "https://example.com/hooks/tidings")
            String url,

            @Schema(
                    required = true,
                    minItems = 1,
                    description = EVENTS,
                    examples = "[\"message.received\",\"message.status\"]")
            List<String> events,

            @Schema(
                    description = "Only the events of this session; if left out, of all sessions",
                    examples = "session_01k")
            String sessionId,

            @Schema(maxLength = MAX_DESCRIPTION, examples = "CRM")
            String description,

            @Schema(description = HEADERS, examples = "{\"Authorization\":\"Bearer abc\"}")
            Map<String, String> headers,

            @Schema(description = "If left out, true") Boolean enabled,

            @Schema(description = "Whether a test event must be answered 2xx first; otherwise nothing is created")
            Boolean verify)
            implements Validated {

        @Override
        public void check(Violations checks) {
            checks.required("url", url).required("events", events);
            EventSelection.check(checks, "events", events);
            checks.length("description", description, 0, MAX_DESCRIPTION);
            CustomHeaders.check(checks, "headers", headers);
        }

        boolean isEnabled() {
            return enabled == null || enabled;
        }

        boolean isToBeVerified() {
            return verify != null && verify;
        }
    }

    @Schema(name = "UpdateWebhook", description = "What is left out, or null, stays as it is")
    record UpdateRequest(
            @Schema(maxLength = 2048, examples = "https://example.com/hooks/tidings")
            String url,

            @Schema(minItems = 1, description = EVENTS, examples = "[\"*\"]")
            List<String> events,

            @Schema(maxLength = MAX_DESCRIPTION, description = "An empty text removes it")
            String description,

            @Schema(description = HEADERS + "; they replace the earlier ones")
            Map<String, String> headers,

            @Schema(description = "Enabling it resets its failures")
            Boolean enabled)
            implements Validated {

        @Override
        public void check(Violations checks) {
            EventSelection.check(checks, "events", events);
            checks.length("description", description, 0, MAX_DESCRIPTION);
            CustomHeaders.check(checks, "headers", headers);
        }
    }
}
