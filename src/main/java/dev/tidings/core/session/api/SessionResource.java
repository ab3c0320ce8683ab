package dev.tidings.core.session.api;

import static dev.tidings.platform.error.ErrorCode.INVALID_PHONE_NUMBER;
import static dev.tidings.platform.error.ErrorCode.INVALID_WEBHOOK_EVENT;
import static dev.tidings.platform.error.ErrorCode.INVALID_WEBHOOK_URL;
import static dev.tidings.platform.error.ErrorCode.MISSING_REQUIRED_PARAMETER;
import static dev.tidings.platform.error.ErrorCode.NOT_SUPPORTED_BY_ENGINE;
import static dev.tidings.platform.error.ErrorCode.QR_CODE_EXPIRED;
import static dev.tidings.platform.error.ErrorCode.RATE_LIMIT_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.SESSION_CONFLICT;
import static dev.tidings.platform.error.ErrorCode.SESSION_LIMIT_REACHED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.WEBHOOK_LIMIT_REACHED;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.CurrentIdempotencyKey;
import dev.tidings.access.idempotency.Idempotent;
import dev.tidings.core.session.Session;
import dev.tidings.core.session.SessionService;
import dev.tidings.core.session.SessionView;
import dev.tidings.core.session.SessionWebhook;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** WhatsApp accounts, linked or to be linked. */
@SurvivesDisconnect
@Path("/v1/sessions")
@Tag(name = "Sessions", description = "WhatsApp accounts, linked by QR code or pairing code")
@Produces(MediaType.APPLICATION_JSON)
class SessionResource {
    private static final MediaType PNG = MediaType.valueOf(SessionRenderer.PNG);
    private static final MediaType SVG = MediaType.valueOf(SessionRenderer.SVG);

    private final CurrentCaller caller;
    private final CurrentIdempotencyKey idempotencyKey;
    private final SessionService sessions;
    private final SessionRenderer views;

    SessionResource(
            CurrentCaller caller,
            CurrentIdempotencyKey idempotencyKey,
            SessionService sessions,
            SessionRenderer views) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.sessions = sessions;
        this.views = views;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent(secret = true)
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({
        SESSION_LIMIT_REACHED,
        INVALID_WEBHOOK_URL,
        INVALID_WEBHOOK_EVENT,
        WEBHOOK_LIMIT_REACHED,
        SESSION_CONFLICT,
        RATE_LIMIT_EXCEEDED
    })
    @Operation(
            summary = "Create a session",
            description =
                    "Waits up to 5 seconds for the first QR code. It lives for 60 seconds, five more of 20 follow.")
    public Uni<ApiResponse<SessionView>> createSession(CreateSessionRequest request) {
        SessionWebhook webhook = request.webhook();
        Uni<SessionView> made = webhook == null
                ? sessions.create(
                                caller.get(),
                                request.name(),
                                request.engine(),
                                request.config(),
                                idempotencyKey.answer(session -> ApiResponse.of(SessionView.of(session))))
                        .flatMap(views::view)
                : sessions.create(
                                caller.get(),
                                request.name(),
                                request.engine(),
                                request.config(),
                                webhook,
                                idempotencyKey.answer(with -> ApiResponse.of(
                                        SessionView.of(with.session()).with(with.webhook()))))
                        .flatMap(with -> views.view(with.session()).map(view -> view.with(with.webhook())));
        return made.map(ApiResponse::of);
    }

    @GET
    @RequiresScope(Scope.SESSIONS_READ)
    @Operation(summary = "List the sessions", description = "Newest first.")
    public Uni<ApiResponse<List<SessionView>>> listSessions(
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(IdKind.SESSION, limit, cursor);
        return sessions.list(caller.get(), page.after(), page.fetch())
                .map(found -> Page.of(found, page, Session::id))
                .flatMap(views::view)
                .map(ApiResponse::page);
    }

    @GET
    @Path("/{sessionId}")
    @RequiresScope(Scope.SESSIONS_READ)
    @FailsWith(SESSION_NOT_FOUND)
    @Operation(summary = "Get a session")
    public Uni<ApiResponse<SessionView>> getSession(String sessionId) {
        return sessions.get(caller.get(), sessionId).flatMap(views::view).map(ApiResponse::of);
    }

    @GET
    @Path("/{sessionId}/qr")
    @Produces({MediaType.APPLICATION_JSON, SessionRenderer.PNG, SessionRenderer.SVG})
    @RequiresScope(Scope.SESSIONS_READ)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT, QR_CODE_EXPIRED, NOT_SUPPORTED_BY_ENGINE})
    @Operation(
            summary = "Get the QR code to scan",
            description = "The session as JSON, or the bare picture by the Accept header.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(ref = "#/components/schemas/ApiResponseSessionView")),
                @Content(
                        mediaType = SessionRenderer.PNG,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = SessionRenderer.SVG, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> getQr(String sessionId, Request request) {
        Variant wanted = request.selectVariant(
                Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, PNG, SVG).build());
        MediaType type = wanted == null ? MediaType.APPLICATION_JSON_TYPE : wanted.getMediaType();
        return sessions.getWithQr(caller.get(), sessionId)
                .flatMap(session -> picture(session, type))
                .map(body -> Response.ok(body, type)
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @POST
    @Path("/{sessionId}/pairing-code")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT, INVALID_PHONE_NUMBER, NOT_SUPPORTED_BY_ENGINE, RATE_LIMIT_EXCEEDED
    })
    @Operation(summary = "Get a pairing code", description = "To type into the phone instead of scanning the QR code.")
    public Uni<ApiResponse<PairingCodeView>> createPairingCode(String sessionId, PairingCodeRequest request) {
        return sessions.pairingCode(caller.get(), sessionId, request.digits())
                .map(PairingCodeView::of)
                .map(ApiResponse::of);
    }

    @POST
    @Path("/{sessionId}/passkey")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({MISSING_REQUIRED_PARAMETER, SESSION_NOT_FOUND, SESSION_CONFLICT})
    @Operation(
            summary = "Answer for a passkey",
            description =
                    "When the session is passkey_required: first with what a browser made of its challenge, then, if the"
                            + " session shows a code, by confirming that the phone shows the same.")
    public Uni<ApiResponse<SessionView>> answerPasskey(String sessionId, PasskeyRequest request) {
        return sessions.passkey(caller.get(), sessionId, request.reply())
                .flatMap(views::view)
                .map(ApiResponse::of);
    }

    @POST
    @Path("/{sessionId}/restart")
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT})
    @Operation(
            summary = "Restart a session",
            description = "A new QR code, or a reconnect of a session that is linked.")
    public Uni<ApiResponse<SessionView>> restartSession(String sessionId) {
        return sessions.restart(caller.get(), sessionId).flatMap(views::view).map(ApiResponse::of);
    }

    @PUT
    @Path("/{sessionId}/config")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT, RATE_LIMIT_EXCEEDED})
    @Operation(
            summary = "Change the config of a session",
            description =
                    "All of it, for a new access token, say. A session that is not connected is restarted with it.")
    public Uni<ApiResponse<SessionView>> configureSession(String sessionId, ConfigureSessionRequest request) {
        return sessions.configure(caller.get(), sessionId, request.config())
                .flatMap(views::view)
                .map(ApiResponse::of);
    }

    @POST
    @Path("/{sessionId}/logout")
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith(SESSION_NOT_FOUND)
    @Operation(summary = "Log a session out", description = "Unlinks it from WhatsApp and wipes its credentials.")
    public Uni<ApiResponse<SessionView>> logoutSession(String sessionId) {
        return sessions.logOut(caller.get(), sessionId).flatMap(views::view).map(ApiResponse::of);
    }

    @DELETE
    @Path("/{sessionId}")
    @RequiresScope(Scope.SESSIONS_WRITE)
    @FailsWith(SESSION_NOT_FOUND)
    @Operation(summary = "Delete a session", description = "Logs it out and frees its slot; its messages stay.")
    public Uni<ApiResponse<SessionView>> deleteSession(String sessionId) {
        return sessions.delete(caller.get(), sessionId).flatMap(views::view).map(ApiResponse::of);
    }

    private Uni<?> picture(Session session, MediaType type) {
        if (type.equals(PNG)) {
            return views.png(session);
        }
        return type.equals(SVG) ? views.svg(session) : views.view(session).map(ApiResponse::of);
    }
}
