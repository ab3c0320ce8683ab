package dev.tidings.access.apikey;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.CurrentIdempotencyKey;
import dev.tidings.access.idempotency.Idempotent;
import dev.tidings.platform.error.ErrorCode;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The keys of the caller's account. */
@SurvivesDisconnect
@Path("/v1/keys")
@Tag(name = "Keys", description = "API keys: made, listed and revoked; their text is shown once")
@Produces(MediaType.APPLICATION_JSON)
class ApiKeyResource {
    private final CurrentCaller caller;
    private final CurrentIdempotencyKey idempotencyKey;
    private final ApiKeyService keys;

    ApiKeyResource(CurrentCaller caller, CurrentIdempotencyKey idempotencyKey, ApiKeyService keys) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.keys = keys;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent(secret = true)
    @RequiresScope(Scope.KEYS_WRITE)
    @FailsWith(ErrorCode.SESSION_NOT_FOUND)
    @Operation(
            summary = "Create a key",
            description =
                    "The answer shows the text of the key, this once only. A key never gives what it lacks itself: scopes,"
                            + " sessions, networks.")
    public Uni<ApiResponse<ApiKeyView>> createKey(CreateKeyRequest request) {
        return keys.create(caller.get(), request, idempotencyKey.answer(ApiResponse::of))
                .map(ApiResponse::of);
    }

    @GET
    @RequiresScope(Scope.KEYS_READ)
    @Operation(summary = "List the keys", description = "Newest first, without those that are revoked.")
    public Uni<ApiResponse<List<ApiKeyView>>> listKeys(
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(IdKind.KEY, limit, cursor);
        return keys.list(caller.get(), page.after(), page.fetch())
                .map(found -> ApiResponse.page(Page.of(found, page, ApiKeyView::keyId)));
    }

    @DELETE
    @Path("/{keyId}")
    @RequiresScope(Scope.KEYS_WRITE)
    @FailsWith(ErrorCode.RESOURCE_NOT_FOUND)
    @Operation(summary = "Revoke a key", description = "It stops working within one second, on every replica.")
    public Uni<ApiResponse<ApiKeyView>> revokeKey(String keyId) {
        return keys.revoke(caller.get(), keyId).map(ApiResponse::of);
    }

    @POST
    @Path("/{keyId}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent(secret = true)
    @RequiresScope(Scope.KEYS_WRITE)
    @FailsWith(ErrorCode.RESOURCE_NOT_FOUND)
    @Operation(
            summary = "Rotate a key",
            description =
                    "Makes a key that may do the same, and shows its text, this once only. The old one goes on working for"
                            + " gracePeriodSeconds, then it expires.")
    public Uni<ApiResponse<ApiKeyView>> rotateKey(String keyId, RotateKeyRequest request) {
        return keys.rotate(caller.get(), keyId, request.grace(), idempotencyKey.answer(ApiResponse::of))
                .map(ApiResponse::of);
    }
}
