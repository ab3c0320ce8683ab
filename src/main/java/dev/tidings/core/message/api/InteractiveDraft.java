package dev.tidings.core.message.api;

import dev.tidings.core.content.Interactive;
import dev.tidings.core.content.MessageContent;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Buttons or a list to choose from, or the whole object as the official API takes it. */
@Schema(name = "BulkInteractive")
record InteractiveDraft(
        @Schema(required = true, description = TO, examples = PHONE)
        String to,

        @Schema(
                minLength = 1,
                maxLength = 4096,
                description = "Up to 1024 characters with buttons, 4096 with a list; required unless raw is given",
                examples = "Shall we deliver today?")
        String body,

        @Schema(maxLength = 60) String header,
        @Schema(maxLength = 60) String footer,

        @Schema(description = "Buttons or a list, not both", maxItems = 3)
        List<Interactive.Button> buttons,

        Interactive.Choices list,

        @Schema(
                description =
                        "Instead of all fields above: the object interactive as the official API takes it, such"
                                + " as cta_url, flow, product, location_request_message or a carousel; up to 64 KB",
                type = SchemaType.OBJECT)
        Map<String, Object> raw,

        @Schema(description = QUOTED, examples = MESSAGE)
        String quotedMessageId)
        implements MessageDraft {
    @Override
    public void check(Violations checks) {
        checks.required("to", to);
        checks.requiredWhen(raw == null, "body", body, "Give a body with buttons or a list, or raw.");
        checks.requiredWhen(raw == null && list == null, "buttons", buttons, "Give buttons, a list, or raw.");
        MessageDraft.checkRecipient(checks, to);
        RawInteractive.check(checks, raw);
        checks.that(
                "raw",
                raw == null || (body == null && header == null && footer == null && buttons == null && list == null),
                ErrorCode.INVALID_REQUEST,
                "raw is the whole object: not with body, header, footer, buttons or list");
        checks.length("body", body, 1, list == null ? 1024 : 4096, ErrorCode.MESSAGE_TOO_LONG)
                .length("header", header, 1, 60)
                .length("footer", footer, 1, 60)
                .that("list", buttons == null || list == null, ErrorCode.INVALID_REQUEST, "buttons or a list, not both")
                .size("buttons", buttons, 1, 3)
                .each("buttons", buttons)
                .nested("list", list);
    }

    @Override
    public MessageContent content() {
        return new Interactive(body, header, footer, buttons, list, raw);
    }
}
