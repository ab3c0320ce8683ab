package dev.tidings.core.message.api;

import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.MISSING_REQUIRED_PARAMETER;
import static dev.tidings.platform.error.ErrorCode.SESSION_DISCONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_CONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.message.MessageService;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Checks who can be reached on WhatsApp. */
@SurvivesDisconnect
@Path("/v1/contacts")
@Tag(name = "Contacts", description = "Who can be written to")
@Produces(MediaType.APPLICATION_JSON)
class ContactResource {
    private final CurrentCaller caller;
    private final MessageService messages;

    ContactResource(CurrentCaller caller, MessageService messages) {
        this.caller = caller;
        this.messages = messages;
    }

    /** @param onWhatsApp null when the engine does not know */
    @Schema(name = "Contact")
    record ContactView(
            @Schema(description = "Digits, as they were asked for", examples = "525512345678")
            String phone,

            @Schema(nullable = true, description = "Null when the engine cannot tell", examples = "true")
            Boolean onWhatsApp,

            @Schema(
                    nullable = true,
                    description =
                            "The number as WhatsApp itself writes it, which is the chatId of its messages and may differ"
                                    + " from phone (Mexico, Argentina, Brazil); null when the engine cannot tell, or the number"
                                    + " is not on WhatsApp",
                    examples = "5215512345678")
            String chatId) {}

    @GET
    @Path("/{phone}")
    @RequiresScope(Scope.MESSAGES_READ)
    @FailsWith({
        SESSION_NOT_FOUND,
        SESSION_NOT_CONNECTED,
        SESSION_DISCONNECTED,
        INVALID_PHONE_NUMBER,
        MISSING_REQUIRED_PARAMETER
    })
    @Operation(summary = "Ask whether a number is on WhatsApp", description = "And how WhatsApp itself writes it.")
    public Uni<ApiResponse<ContactView>> getContact(
            String phone, @Parameter(required = true) @QueryParam("sessionId") String sessionId) {
        String session = Params.required("sessionId", sessionId);
        String digits = PhoneNumber.digits(phone)
                .filter(PhoneNumber::isPossible)
                .orElseThrow(() -> ApiException.of(INVALID_PHONE_NUMBER, "phone", PhoneNumber.RULE));
        return messages.lookUp(caller.get(), session, digits)
                .map(known -> ApiResponse.of(new ContactView(digits, known.onWhatsApp(), known.chatId())));
    }
}
