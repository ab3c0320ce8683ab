package dev.tidings.core.session.api;

import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.session.SessionMoveService;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The replicas that share the sessions, for operators. */
@SurvivesDisconnect
@Path("/v1/admin/replicas")
@Tag(name = "Administration", description = "For operators: accounts, their plans and keys, the audit trail")
@Produces(MediaType.APPLICATION_JSON)
class AdminReplicaResource {
    private final SessionMoveService sessions;

    AdminReplicaResource(SessionMoveService sessions) {
        this.sessions = sessions;
    }

    @GET
    @RequiresScope(Scope.ADMIN)
    @Operation(
            summary = "List the replicas",
            description = "Those that hold their lease on sessions, the oldest first; none where no engine needs one.")
    public Uni<ApiResponse<List<ReplicaView>>> listReplicas() {
        return sessions.replicas()
                .map(live -> live.stream().map(ReplicaView::of).toList())
                .map(ApiResponse::of);
    }
}
