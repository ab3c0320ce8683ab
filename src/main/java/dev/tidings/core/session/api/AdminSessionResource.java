package dev.tidings.core.session.api;

import static dev.tidings.platform.error.ErrorCode.NOT_SUPPORTED_BY_ENGINE;
import static dev.tidings.platform.error.ErrorCode.SESSION_CONFLICT;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.directory.OwnedSession;
import dev.tidings.core.session.SessionMoveService;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sessions of all accounts and the replicas that own them, for operators. */
@SurvivesDisconnect
@Path("/v1/admin/sessions")
@Tag(name = "Administration", description = "For operators: accounts, their plans and keys, the audit trail")
@Produces(MediaType.APPLICATION_JSON)
class AdminSessionResource {
    private final SessionMoveService sessions;

    AdminSessionResource(SessionMoveService sessions) {
        this.sessions = sessions;
    }

    @GET
    @RequiresScope(Scope.ADMIN)
    @Operation(
            summary = "List the sessions of all accounts with their owners",
            description = "Newest first: which replica holds the connection of each, and when it was last heard.")
    public Uni<ApiResponse<List<OwnedSessionView>>> listOwnedSessions(
            @Parameter(description = "Only sessions that this replica owns") @QueryParam("replicaId") String replicaId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        String replica = Params.text(replicaId);
        PageRequest page = PageRequest.of(IdKind.SESSION, limit, cursor, "owners", replica);
        return sessions.list(replica, page.after(), page.fetch())
                .map(found ->
                        ApiResponse.page(Page.of(found, page, OwnedSession::id).map(OwnedSessionView::of)));
    }

    @GET
    @Path("/{sessionId}")
    @RequiresScope(Scope.ADMIN)
    @FailsWith(SESSION_NOT_FOUND)
    @Operation(summary = "Get the owner of a session")
    public Uni<ApiResponse<OwnedSessionView>> getOwnedSession(String sessionId) {
        return sessions.get(sessionId).map(OwnedSessionView::of).map(ApiResponse::of);
    }

    @POST
    @Path("/{sessionId}/move")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.ADMIN)
    @FailsWith({SESSION_NOT_FOUND, SESSION_CONFLICT, NOT_SUPPORTED_BY_ENGINE})
    @Operation(
            summary = "Move a session to another replica",
            description = "Its owner closes the connection first; the session is reconnecting until the other one has"
                    + " connected it again. Not while it is being linked.")
    public Uni<ApiResponse<OwnedSessionView>> moveSession(String sessionId, MoveSessionRequest request) {
        return sessions.move(sessionId, request.replicaId())
                .map(OwnedSessionView::of)
                .map(ApiResponse::of);
    }
}
