package dev.tidings.core.message.api;

import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.message.Direction;
import dev.tidings.core.message.MessageFilter;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.api.Params;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The filters of the history, as they come in. */
record MessageFilterParams(
        @QueryParam("sessionId") String sessionId,

        @Parameter(schema = @Schema(implementation = Direction.class)) @QueryParam("direction")
        String direction,

        @Parameter(schema = @Schema(implementation = MessageStatus.class)) @QueryParam("status")
        String status,

        @Parameter(description = "The recipient's phone number") @QueryParam("to")
        String to,

        @Parameter(description = "The sender's phone number") @QueryParam("from")
        String from,

        @Parameter(
                description = "Created at this time or later",
                schema = @Schema(type = SchemaType.STRING, format = "date-time"))
        @QueryParam("since")
        String since,

        @Parameter(
                description = "Created before this time",
                schema = @Schema(type = SchemaType.STRING, format = "date-time"))
        @QueryParam("until")
        String until) {

    MessageFilter toFilter() {
        return new MessageFilter(
                emptyToNull(sessionId),
                Params.oneOf("direction", direction, Direction.class),
                Params.oneOf("status", status, MessageStatus.class),
                digits("to", to),
                digits("from", from),
                Params.instant("since", since),
                Params.instant("until", until));
    }

    private static String digits(String name, String raw) {
        return emptyToNull(raw) == null
                ? null
                : PhoneNumber.digits(raw)
                        .orElseThrow(() -> ApiException.of(ErrorCode.INVALID_PHONE_NUMBER, name, PhoneNumber.RULE));
    }

    private static String emptyToNull(String raw) {
        return raw == null || raw.isEmpty() ? null : raw;
    }
}
