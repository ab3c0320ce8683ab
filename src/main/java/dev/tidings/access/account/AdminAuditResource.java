package dev.tidings.access.account;

import dev.tidings.access.audit.AuditAction;
import dev.tidings.access.audit.AuditEntry;
import dev.tidings.access.audit.AuditService;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who did what, for operators. */
@SurvivesDisconnect
@Path("/v1/admin/audit")
@Tag(name = "Administration", description = "For operators: accounts, their plans and keys, the audit trail")
@Produces(MediaType.APPLICATION_JSON)
class AdminAuditResource {
    private final AuditService audit;

    AdminAuditResource(AuditService audit) {
        this.audit = audit;
    }

    /** An entry of the audit trail as operators see it. */
    @Schema(name = "AuditEntry")
    record AuditEntryView(
            @Schema(examples = "aud_01kaszm4d6f8h0j2k4n6q8s0u2")
            String auditId,

            Instant at,
            ActorView actor,
            AuditAction action,

            @Schema(description = "Whose key or account it is", examples = "acc_01kaszj5v3m8q2c7d9e1f4g6h8")
            String accountId,

            @Schema(description = "The key, or the account itself", examples = "key_01kaszj5v3m8q2c7d9e1f4g6h8")
            String targetId,

            @Schema(examples = "{\"plan\":\"premium\"}") Map<String, Object> details) {

        @Schema(name = "AuditActor")
        record ActorView(
                String accountId,

                @Schema(description = "Or operator, for the key of TIDINGS_ADMIN_KEY")
                String keyId) {}

        static AuditEntryView of(AuditEntry entry) {
            ActorView actor =
                    new ActorView(entry.actor().accountId(), entry.actor().keyId());
            return new AuditEntryView(
                    entry.id(),
                    entry.at(),
                    actor,
                    entry.action(),
                    entry.accountId(),
                    entry.targetId(),
                    entry.details());
        }
    }

    @GET
    @RequiresScope(Scope.ADMIN)
    @Operation(
            summary = "List the audit trail",
            description = "Who made, changed, rotated or revoked accounts and keys, newest first.")
    public Uni<ApiResponse<List<AuditEntryView>>> listAudit(
            @Parameter(description = "Only what was done to this account") @QueryParam("accountId") String accountId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        String account = Params.text(accountId);
        PageRequest page = PageRequest.of(IdKind.AUDIT, limit, cursor, account);
        return audit.list(account, page.after(), page.fetch())
                .map(found ->
                        ApiResponse.page(Page.of(found, page, AuditEntry::id).map(AuditEntryView::of)));
    }
}
