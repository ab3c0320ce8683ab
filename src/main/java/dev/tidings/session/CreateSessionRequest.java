package dev.tidings.session;

import dev.tidings.error.Checked;
import dev.tidings.error.Checks;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "CreateSession")
record CreateSessionRequest(
        @Schema(required = true, minLength = 1, maxLength = 100, examples = "support desk")
        String name,

        @Schema(description = "Left out: the installation's default", examples = "sandbox")
        String engine,

        @Schema(description = "Where the events of this session are sent to: a URL, or an object")
        SessionWebhook webhook)
        implements Checked {

    @Override
    public void check(Checks checks) {
        checks.required("name", name).length("name", name, 1, 100).nested("webhook", webhook);
    }
}
