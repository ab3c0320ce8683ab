package dev.tidings.access.account;

import dev.tidings.access.apikey.ApiKeyView;
import dev.tidings.access.apikey.CreateKeyRequest;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Accounts, for operators. */
@SurvivesDisconnect
@Path("/v1/admin/accounts")
@Tag(name = "Administration", description = "For operators: accounts, their plans and keys, the audit trail")
@Produces(MediaType.APPLICATION_JSON)
class AdminAccountResource {
    private final CurrentCaller caller;
    private final CurrentIdempotencyKey idempotencyKey;
    private final AccountService accounts;

    AdminAccountResource(CurrentCaller caller, CurrentIdempotencyKey idempotencyKey, AccountService accounts) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.accounts = accounts;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent
    @RequiresScope(Scope.ADMIN)
    @Operation(summary = "Create an account", description = "It has no key yet.")
    public Uni<ApiResponse<AccountView>> createAccount(CreateAccountRequest request) {
        return accounts.create(caller.get(), request, idempotencyKey.answer(ApiResponse::of))
                .map(ApiResponse::of);
    }

    @GET
    @RequiresScope(Scope.ADMIN)
    @Operation(summary = "List the accounts", description = "Newest first.")
    public Uni<ApiResponse<List<AccountView>>> listAccounts(
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(IdKind.ACCOUNT, limit, cursor);
        return accounts.list(page.after(), page.fetch())
                .map(found -> ApiResponse.page(Page.of(found, page, AccountView::accountId)));
    }

    @GET
    @Path("/{accountId}")
    @RequiresScope(Scope.ADMIN)
    @FailsWith(ErrorCode.RESOURCE_NOT_FOUND)
    @Operation(summary = "Get an account")
    public Uni<ApiResponse<AccountView>> getAccountById(String accountId) {
        return accounts.get(accountId).map(ApiResponse::of);
    }

    @PATCH
    @Path("/{accountId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.ADMIN)
    @FailsWith(ErrorCode.RESOURCE_NOT_FOUND)
    @Operation(
            summary = "Change an account",
            description =
                    "Its plan, limits that differ from the plan's, or whether it is suspended: then its keys are refused with"
                            + " insufficient_permissions, and what it has queued waits. Holds everywhere within one second.")
    public Uni<ApiResponse<AccountView>> changeAccount(String accountId, ChangeAccountRequest request) {
        return accounts.change(caller.get(), accountId, request).map(ApiResponse::of);
    }

    @POST
    @Path("/{accountId}/keys")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent(secret = true)
    @RequiresScope(Scope.ADMIN)
    @FailsWith(ErrorCode.RESOURCE_NOT_FOUND)
    @Operation(
            summary = "Create a key of an account",
            description = "With any scopes. The answer shows the text of the key, this once only.")
    public Uni<ApiResponse<ApiKeyView>> createAccountKey(String accountId, CreateKeyRequest request) {
        return accounts.createKey(caller.get(), accountId, request, idempotencyKey.answer(ApiResponse::of))
                .map(ApiResponse::of);
    }
}
