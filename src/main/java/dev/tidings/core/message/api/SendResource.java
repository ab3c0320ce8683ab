package dev.tidings.core.message.api;

import static dev.tidings.platform.error.ErrorCode.DAILY_MESSAGE_LIMIT_REACHED;
import static dev.tidings.platform.error.ErrorCode.INVALID_MEDIA_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.MEDIA_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.MEDIA_SIZE_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.MEDIA_URL_INACCESSIBLE;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_TOO_LONG;
import static dev.tidings.platform.error.ErrorCode.NOT_SUPPORTED_BY_ENGINE;
import static dev.tidings.platform.error.ErrorCode.SESSION_DISCONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_CONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.CurrentIdempotencyKey;
import dev.tidings.access.idempotency.Idempotent;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.core.message.queue.Bulk;
import dev.tidings.core.message.queue.QueueService;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.core.message.send.SendService;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Sending, one operation per type of message. */
@SurvivesDisconnect
@Path("/v1/messages")
@Tag(name = "Messages", description = "Messages: sent, received, looked up")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class SendResource {
    private static final String ANSWER =
            "Answers once the engine has taken the message. The status 'unknown' means that the engine's answer was lost: do"
                    + " not send again, a later status reports the result. With sendAt it is queued: 201.";

    private final CurrentCaller caller;
    private final CurrentIdempotencyKey idempotencyKey;
    private final SendService sender;
    private final QueueService queue;

    SendResource(CurrentCaller caller, CurrentIdempotencyKey idempotencyKey, SendService sender, QueueService queue) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.sender = sender;
        this.queue = queue;
    }

    @POST
    @Path("/text")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @FailsWith({INVALID_PHONE_NUMBER, MESSAGE_TOO_LONG})
    @Operation(summary = "Send a text", description = ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendText(SendRequests.Text request) {
        return send(request);
    }

    @POST
    @Path("/media")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @FailsWith({
        INVALID_PHONE_NUMBER,
        MESSAGE_TOO_LONG,
        INVALID_MEDIA_TYPE,
        MEDIA_SIZE_EXCEEDED,
        MEDIA_URL_INACCESSIBLE,
        MEDIA_NOT_FOUND
    })
    @Operation(
            summary = "Send an image, a video, a document or audio",
            description = "The file is kept as an upload is, and can be sent again by its mediaId. " + ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendMedia(SendRequests.Media request) {
        return send(request);
    }

    @POST
    @Path("/location")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @FailsWith(INVALID_PHONE_NUMBER)
    @Operation(summary = "Send a location", description = ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendLocation(SendRequests.Location request) {
        return send(request);
    }

    @POST
    @Path("/contact")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @FailsWith(INVALID_PHONE_NUMBER)
    @Operation(summary = "Send contacts", description = ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendContact(SendRequests.Contact request) {
        return send(request);
    }

    @POST
    @Path("/reaction")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @Operation(summary = "React to a message", description = ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendReaction(SendRequests.Reaction request) {
        return send(request);
    }

    @POST
    @Path("/interactive")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @FailsWith({INVALID_MEDIA_TYPE, MEDIA_SIZE_EXCEEDED, MEDIA_URL_INACCESSIBLE, MEDIA_NOT_FOUND})
    @Operation(
            summary = "Send buttons, a list, a link, a form, articles or a request",
            description = "A text with one thing to act on: buttons, list, ctaUrl, flow, product, productList, catalog,"
                    + " locationRequest, addressRequest, cards or callPermissionRequest, with the limits of the official"
                    + " API; or raw. For engines to the official API, and the sandbox. " + ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendInteractive(SendRequests.Interactive request) {
        return send(request);
    }

    @POST
    @Path("/template")
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @SendErrors
    @FailsWith({INVALID_MEDIA_TYPE, MEDIA_SIZE_EXCEEDED, MEDIA_URL_INACCESSIBLE})
    @Operation(summary = "Send a template", description = "For engines to the official API. " + ANSWER)
    public Uni<RestResponse<ApiResponse<SentView>>> sendTemplate(SendRequests.Template request) {
        return send(request);
    }

    @POST
    @Path("/bulk")
    @Idempotent
    @ResponseStatus(201)
    @RequiresScope(Scope.MESSAGES_WRITE)
    @FailsWith({
        SESSION_NOT_FOUND,
        SESSION_NOT_CONNECTED,
        SESSION_DISCONNECTED,
        INVALID_PHONE_NUMBER,
        MESSAGE_TOO_LONG,
        MESSAGE_NOT_FOUND,
        NOT_SUPPORTED_BY_ENGINE,
        INVALID_MEDIA_TYPE,
        MEDIA_SIZE_EXCEEDED,
        MEDIA_NOT_FOUND,
        DAILY_MESSAGE_LIMIT_REACHED
    })
    @Operation(
            summary = "Send many messages",
            description =
                    "Up to 1,000, queued whole or not at all, and sent in their order; a session that is disconnected"
                            + " for a while goes on where it was. A media URL is fetched when its message is sent: when"
                            + " that fails, the message does, with the error that a direct send would get.")
    public Uni<ApiResponse<BulkView>> sendBulk(BulkRequest request) {
        return queue.enqueueBulk(
                        caller.get(),
                        request.sessionId(),
                        request.toMessages(),
                        idempotencyKey.answer(SendResource::answer))
                .map(SendResource::answer);
    }

    private static ApiResponse<BulkView> answer(Bulk bulk) {
        return ApiResponse.of(BulkView.of(bulk));
    }

    private Uni<RestResponse<ApiResponse<SentView>>> send(SendRequest request) {
        NewMessage message = request.toMessage(idempotencyKey.get());
        Uni<Message> sent =
                request.sendAt() == null ? sender.send(caller.get(), message) : queue.enqueue(caller.get(), message);
        return sent.map(stored -> RestResponse.status(
                stored.status() == MessageStatus.QUEUED ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                ApiResponse.of(SentView.of(stored))));
    }
}
