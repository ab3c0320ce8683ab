package dev.tidings.engine.sandbox;

import static dev.tidings.platform.error.ErrorCode.INVALID_MEDIA_TYPE;
import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.MEDIA_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.MEDIA_SIZE_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.MESSAGE_TOO_LONG;
import static dev.tidings.platform.error.ErrorCode.QR_CODE_EXPIRED;
import static dev.tidings.platform.error.ErrorCode.SESSION_CONFLICT;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.Idempotent;
import dev.tidings.engine.sandbox.SandboxRequests.Scan;
import dev.tidings.engine.sandbox.SandboxRequests.Status;
import dev.tidings.engine.sandbox.SandboxViews.InboundView;
import dev.tidings.engine.sandbox.SandboxViews.MagicNumberView;
import dev.tidings.engine.sandbox.SandboxViews.MessageStatusView;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The phone of the sandbox, for people and for tests of clients. */
@SurvivesDisconnect
@Path("/v1/sandbox")
@Tag(name = "Sandbox", description = "Plays the phone of a sandbox session: scans, disconnects, writes, reads")
@Produces(MediaType.APPLICATION_JSON)
class SandboxResource {
    private final CurrentCaller caller;
    private final SandboxService sandbox;

    SandboxResource(CurrentCaller caller, SandboxService sandbox) {
        this.caller = caller;
        this.sandbox = sandbox;
    }

    @GET
    @RequiresScope(Scope.SESSIONS_READ)
    @Operation(summary = "List the magic numbers", description = "Recipients that make the sandbox fail on purpose.")
    public Uni<ApiResponse<List<MagicNumberView>>> listMagicNumbers() {
        return Uni.createFrom().item(ApiResponse.of(MagicNumberView.all()));
    }

    @POST
    @Path("/sessions/{sessionId}/scan")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT, QR_CODE_EXPIRED, INVALID_PHONE_NUMBER})
    @Operation(summary = "Scan the QR code", description = "Or type the pairing code. The session is connected then.")
    public Uni<ApiResponse<SandboxSessionView>> scanQr(String sessionId, Scan request) {
        return sandbox.scan(caller.get(), sessionId, request.digits()).map(ApiResponse::of);
    }

    @POST
    @Path("/sessions/{sessionId}/disconnect")
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT})
    @Operation(summary = "Break the connection", description = "The session is disconnected until it is restarted.")
    public Uni<ApiResponse<SandboxSessionView>> disconnectPhone(String sessionId) {
        return sandbox.disconnect(caller.get(), sessionId).map(ApiResponse::of);
    }

    @POST
    @Path("/sessions/{sessionId}/logout")
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT})
    @Operation(summary = "Unlink on the phone")
    public Uni<ApiResponse<SandboxSessionView>> logoutPhone(String sessionId) {
        return sandbox.logOut(caller.get(), sessionId).map(ApiResponse::of);
    }

    @POST
    @Path("/sessions/{sessionId}/inbound")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent
    @RequiresScope(Scope.MESSAGES_WRITE)
    @FailsWith({
        SESSION_NOT_FOUND,
        SESSION_CONFLICT,
        INVALID_PHONE_NUMBER,
        MESSAGE_TOO_LONG,
        INVALID_MEDIA_TYPE,
        MEDIA_SIZE_EXCEEDED,
        MEDIA_NOT_FOUND,
        MESSAGE_NOT_FOUND
    })
    @Operation(summary = "Let somebody write to the session", description = "A file is kept as an upload is.")
    public Uni<ApiResponse<InboundView>> receiveInbound(String sessionId, InboundRequest request) {
        return sandbox.inbound(caller.get(), sessionId, request)
                .map(InboundView::new)
                .map(ApiResponse::of);
    }

    @POST
    @Path("/sessions/{sessionId}/messages/{messageId}/status")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.MESSAGES_WRITE)
    @FailsWith({SESSION_NOT_FOUND, MESSAGE_NOT_FOUND})
    @Operation(
            summary = "Report the status of a message",
            description = "A status that lies behind the one that the message has changes nothing.")
    public Uni<ApiResponse<MessageStatusView>> reportStatus(String sessionId, String messageId, Status request) {
        return sandbox.status(
                        caller.get(), sessionId, messageId, request.status().engineStatus())
                .map(done -> ApiResponse.of(new MessageStatusView(messageId, request.status())));
    }
}
