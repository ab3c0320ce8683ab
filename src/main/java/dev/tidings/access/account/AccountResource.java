package dev.tidings.access.account;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.ratelimit.CurrentRateLimit;
import dev.tidings.access.ratelimit.RateLimitState;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's own account. */
@SurvivesDisconnect
@Path("/v1/account")
@Tag(name = "Account", description = "The caller's own account: plan, limits, usage")
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {
    private final CurrentCaller caller;
    private final CurrentRateLimit rateLimit;
    private final UsageService usage;

    AccountResource(CurrentCaller caller, CurrentRateLimit rateLimit, UsageService usage) {
        this.caller = caller;
        this.rateLimit = rateLimit;
        this.usage = usage;
    }

    @GET
    @RequiresScope(Scope.ACCOUNT_READ)
    @Operation(
            summary = "Get your account",
            description = "Its plan, its limits, what it has used of them, and when that begins anew.")
    public Uni<ApiResponse<OwnAccountView>> getAccount() {
        Caller owner = caller.get();
        RateLimitState requests = rateLimit.get();
        return usage.used(owner.accountId()).map(used -> ApiResponse.of(OwnAccountView.of(owner, requests, used)));
    }
}
