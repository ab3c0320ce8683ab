package dev.tidings.message;

import static dev.tidings.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.error.ErrorCode.MESSAGE_NOT_FOUND;
import static dev.tidings.error.ErrorCode.MESSAGE_SENDING_FAILED;
import static dev.tidings.error.ErrorCode.MESSAGE_TOO_LONG;
import static dev.tidings.error.ErrorCode.RECIPIENT_NOT_ON_WHATSAPP;
import static dev.tidings.error.ErrorCode.SESSION_DISCONNECTED;
import static dev.tidings.error.ErrorCode.SESSION_NOT_CONNECTED;
import static dev.tidings.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.auth.CurrentCaller;
import dev.tidings.auth.RequiresScope;
import dev.tidings.auth.Scope;
import dev.tidings.error.Fails;
import dev.tidings.http.ApiResponse;
import dev.tidings.http.Page;
import dev.tidings.http.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages: sent, received, looked up. */
@Path("/v1/messages")
@Tag(name = "Messages", description = "Messages: sent, received, looked up")
@Produces(MediaType.APPLICATION_JSON)
class MessageResource {
    private final CurrentCaller caller;
    private final MessageService messages;

    MessageResource(CurrentCaller caller, MessageService messages) {
        this.caller = caller;
        this.messages = messages;
    }

    @POST
    @Path("/text")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.MESSAGES_WRITE)
    @Fails({
        SESSION_NOT_FOUND,
        SESSION_NOT_CONNECTED,
        SESSION_DISCONNECTED,
        INVALID_PHONE_NUMBER,
        RECIPIENT_NOT_ON_WHATSAPP,
        MESSAGE_TOO_LONG,
        MESSAGE_NOT_FOUND,
        MESSAGE_SENDING_FAILED
    })
    @Operation(
            summary = "Send a text",
            description =
                    "Answers once the engine has taken the message. The status 'unknown' means that the engine's answer"
                            + " was lost: do not send again, a later status tells what became of it.")
    public Uni<ApiResponse<SentView>> sendText(SendTextRequest request) {
        return messages.send(caller.get(), request.toMessage())
                .map(SentView::of)
                .map(ApiResponse::of);
    }

    @GET
    @Path("/{messageId}")
    @RequiresScope(Scope.MESSAGES_READ)
    @Fails(MESSAGE_NOT_FOUND)
    @Operation(summary = "Get a message")
    public Uni<ApiResponse<MessageView>> getMessage(String messageId) {
        return messages.get(caller.get(), messageId).map(MessageView::of).map(ApiResponse::of);
    }

    @GET
    @RequiresScope(Scope.MESSAGES_READ)
    @Fails({SESSION_NOT_FOUND, INVALID_PHONE_NUMBER})
    @Operation(summary = "List messages", description = "Newest first. All filters that are given must hold.")
    public Uni<ApiResponse<List<MessageView>>> listMessages(
            @BeanParam MessageFilterParams filter,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return messages.list(caller.get(), filter.toFilter(), page.after(), page.fetch())
                .map(found -> ApiResponse.page(Page.of(found, page, Message::id).map(MessageView::of)));
    }
}
