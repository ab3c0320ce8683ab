package dev.tidings.core.message.api;

import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.message.Direction;
import dev.tidings.core.message.MessageFilter;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.api.Params;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The filters of the history, as a request has them. */
@RegisterForReflection
record MessageFilterParams(
        @QueryParam("sessionId") String sessionId,

        @Parameter(schema = @Schema(implementation = Direction.class)) @QueryParam("direction")
        String direction,

        @Parameter(
                description = "The conversation, as messages show it; a phone number in any form",
                example = "14155552671")
        @QueryParam("chatId")
        String chatId,

        @Parameter(
                description = "May be repeated: any of them",
                explode = Explode.TRUE,
                schema = @Schema(type = SchemaType.ARRAY, implementation = MessageStatus.class))
        @QueryParam("status")
        List<String> status,

        @Parameter(description = "The recipient's phone number, in any form that WhatsApp uses") @QueryParam("to")
        String to,

        @Parameter(description = "The sender's phone number, in any form that WhatsApp uses") @QueryParam("from")
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
                Params.text(sessionId),
                chat(chatId),
                Params.oneOf("direction", direction, Direction.class),
                Params.anyOf("status", status, MessageStatus.class),
                digits("to", to),
                digits("from", from),
                Params.instant("since", since),
                Params.instant("until", until));
    }

    /** A text that is not a number may still be a group, or a person whose number is not known. */
    private static String chat(String raw) {
        return Params.text(raw) == null ? null : PhoneNumber.digits(raw).orElse(raw);
    }

    private static String digits(String name, String raw) {
        return Params.text(raw) == null
                ? null
                : PhoneNumber.digits(raw)
                        .orElseThrow(() -> ApiException.of(ErrorCode.INVALID_PHONE_NUMBER, name, PhoneNumber.RULE));
    }
}
