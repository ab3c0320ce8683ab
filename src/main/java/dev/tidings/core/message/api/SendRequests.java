package dev.tidings.core.message.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tidings.core.media.CarriesMedia;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies of the operations that send one message: the fields of the message, its session, and when to send it. */
final class SendRequests {
    private static final String SESSION = "session_01kaszj5v3m8q2c7d9e1f4g6h8";
    private static final String WHEN = "When to send, up to 30 days ahead; left out: now";
    private static final String TIME = "2026-12-24T18:00:00Z";

    private SendRequests() {}

    @Schema(name = "SendText")
    record Text(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped MessageDraft.Text message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {}

    @Schema(name = "SendMedia")
    record Media(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped MediaDraft message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest, CarriesMedia {}

    @Schema(name = "SendLocation")
    record Location(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped MessageDraft.Location message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {}

    @Schema(name = "SendContact")
    record Contact(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped MessageDraft.Contact message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {}

    @Schema(name = "SendReaction")
    record Reaction(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped MessageDraft.Reaction message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {}

    @Schema(
            name = "SendInteractive",
            examples = {
                InteractiveExamples.BUTTONS,
                InteractiveExamples.LIST,
                InteractiveExamples.CTA_URL,
                InteractiveExamples.FLOW,
                InteractiveExamples.PRODUCT,
                InteractiveExamples.PRODUCT_LIST,
                InteractiveExamples.CATALOG,
                InteractiveExamples.LOCATION_REQUEST,
                InteractiveExamples.ADDRESS_REQUEST,
                InteractiveExamples.PRODUCT_CAROUSEL,
                InteractiveExamples.MEDIA_CAROUSEL,
                InteractiveExamples.CALL_PERMISSION_REQUEST
            })
    record Interactive(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped InteractiveDraft message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest, CarriesMedia {}

    @Schema(name = "SendTemplate")
    record Template(
            @Schema(required = true, examples = SESSION) String sessionId,
            @JsonUnwrapped MessageDraft.Template message,
            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {}
}
