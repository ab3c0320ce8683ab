package dev.tidings.core.message.api;

import static dev.tidings.platform.error.ErrorCode.INVALID_PARAMETER_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_CONFLICT;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.RATE_LIMIT_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.RESOURCE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.SESSION_DISCONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_CONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageFilter;
import dev.tidings.core.message.MessageService;
import dev.tidings.core.message.MessageView;
import dev.tidings.core.message.queue.QueueService;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Existing messages: found, cancelled, marked as read. */
@SurvivesDisconnect
@Path("/v1/messages")
@Tag(name = "Messages", description = "Messages: sent, received, looked up")
@Produces(MediaType.APPLICATION_JSON)
class MessageResource {
    private final CurrentCaller caller;
    private final MessageService messages;
    private final QueueService queue;

    MessageResource(CurrentCaller caller, MessageService messages, QueueService queue) {
        this.caller = caller;
        this.messages = messages;
        this.queue = queue;
    }

    @GET
    @Path("/{messageId}")
    @RequiresScope(Scope.MESSAGES_READ)
    @FailsWith(MESSAGE_NOT_FOUND)
    @Operation(summary = "Get a message")
    public Uni<ApiResponse<MessageView>> getMessage(String messageId) {
        return messages.get(caller.get(), messageId).map(MessageView::of).map(ApiResponse::of);
    }

    @DELETE
    @Path("/{messageId}")
    @RequiresScope(Scope.MESSAGES_WRITE)
    @FailsWith({MESSAGE_NOT_FOUND, MESSAGE_CONFLICT})
    @Operation(summary = "Cancel a queued message")
    public Uni<ApiResponse<MessageView>> cancelMessage(String messageId) {
        return messages.get(caller.get(), messageId)
                .flatMap(message -> queue.cancel(caller.get(), message))
                .map(MessageView::of)
                .map(ApiResponse::of);
    }

    @POST
    @Path("/{messageId}/read")
    @RequiresScope(Scope.MESSAGES_WRITE)
    @FailsWith({
        MESSAGE_NOT_FOUND,
        SESSION_NOT_FOUND,
        SESSION_NOT_CONNECTED,
        SESSION_DISCONNECTED,
        INVALID_PARAMETER_TYPE,
        RATE_LIMIT_EXCEEDED
    })
    @Operation(summary = "Mark an inbound message read", description = "Its sender sees it as read.")
    public Uni<ApiResponse<MessageView>> markMessageRead(
            String messageId,
            @Parameter(
                            description = "Whether to show as well that an answer is being written, if the engine can",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("typing")
                    String typing) {
        return messages.markRead(caller.get(), messageId, Params.bool("typing", typing, false))
                .map(MessageView::of)
                .map(ApiResponse::of);
    }

    @GET
    @Path("/bulk/{bulkId}")
    @RequiresScope(Scope.MESSAGES_READ)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(summary = "Get the progress of a bulk", description = "With the result of every message.")
    public Uni<ApiResponse<BulkView>> getBulk(String bulkId) {
        return queue.getBulk(caller.get(), bulkId).map(BulkView::of).map(ApiResponse::of);
    }

    @DELETE
    @Path("/bulk/{bulkId}")
    @RequiresScope(Scope.MESSAGES_WRITE)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(summary = "Cancel a bulk", description = "What has not been sent yet never will be.")
    public Uni<ApiResponse<BulkView>> cancelBulk(String bulkId) {
        return queue.cancelBulk(caller.get(), bulkId).map(BulkView::of).map(ApiResponse::of);
    }

    @GET
    @RequiresScope(Scope.MESSAGES_READ)
    @FailsWith({SESSION_NOT_FOUND, INVALID_PHONE_NUMBER})
    @Operation(
            summary = "List messages",
            description = "Newest first. All filters that are given must hold; of one that is repeated, any value.")
    public Uni<ApiResponse<List<MessageView>>> listMessages(
            @BeanParam MessageFilterParams filter,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        MessageFilter wanted = filter.toFilter();
        PageRequest page = PageRequest.of(IdKind.MESSAGE, limit, cursor, wanted);
        return messages.list(caller.get(), wanted, page.after(), page.fetch())
                .map(found -> ApiResponse.page(Page.of(found, page, Message::id).map(MessageView::of)));
    }
}
