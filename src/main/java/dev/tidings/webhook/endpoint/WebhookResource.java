package dev.tidings.webhook.endpoint;

import static dev.tidings.platform.error.ErrorCode.INVALID_WEBHOOK_EVENT;
import static dev.tidings.platform.error.ErrorCode.INVALID_WEBHOOK_URL;
import static dev.tidings.platform.error.ErrorCode.RESOURCE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.WEBHOOK_LIMIT_REACHED;
import static dev.tidings.platform.error.ErrorCode.WEBHOOK_RESPONSE_TIMEOUT;
import static dev.tidings.platform.error.ErrorCode.WEBHOOK_URL_UNREACHABLE;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.access.idempotency.CurrentIdempotencyKey;
import dev.tidings.access.idempotency.Idempotent;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.id.IdKind;
import dev.tidings.webhook.endpoint.WebhookRequests.CreateRequest;
import dev.tidings.webhook.endpoint.WebhookRequests.UpdateRequest;
import dev.tidings.webhook.endpoint.WebhookView.TestView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** Where an account has its events sent to. */
@SurvivesDisconnect
@Path("/v1/webhooks")
@Tag(name = "Webhooks", description = "Endpoints that events are sent to, signed as Standard Webhooks has it")
@Produces(MediaType.APPLICATION_JSON)
class WebhookResource {
    private final CurrentCaller caller;
    private final CurrentIdempotencyKey idempotencyKey;
    private final WebhookService webhooks;

    WebhookResource(CurrentCaller caller, CurrentIdempotencyKey idempotencyKey, WebhookService webhooks) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.webhooks = webhooks;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Idempotent(secret = true)
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith({
        INVALID_WEBHOOK_URL,
        INVALID_WEBHOOK_EVENT,
        SESSION_NOT_FOUND,
        WEBHOOK_LIMIT_REACHED,
        WEBHOOK_URL_UNREACHABLE,
        WEBHOOK_RESPONSE_TIMEOUT
    })
    @Operation(
            summary = "Create a webhook",
            description = "The answer shows the secret that signs its requests; it is never shown again.")
    public Uni<ApiResponse<WebhookView>> createWebhook(CreateRequest request) {
        return webhooks.create(caller.get(), request, idempotencyKey.answer(ApiResponse::of))
                .map(ApiResponse::of);
    }

    @GET
    @RequiresScope(Scope.WEBHOOKS_READ)
    @Operation(summary = "List the webhooks", description = "Newest first.")
    public Uni<ApiResponse<List<WebhookView>>> listWebhooks(
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        PageRequest page = PageRequest.of(IdKind.WEBHOOK, limit, cursor);
        return webhooks.list(caller.get(), page.after(), page.fetch())
                .map(found -> ApiResponse.page(Page.of(found, page, WebhookView::webhookId)));
    }

    @GET
    @Path("/{webhookId}")
    @RequiresScope(Scope.WEBHOOKS_READ)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(summary = "Get a webhook")
    public Uni<ApiResponse<WebhookView>> getWebhook(String webhookId) {
        return webhooks.get(caller.get(), webhookId).map(ApiResponse::of);
    }

    @PATCH
    @Path("/{webhookId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith({RESOURCE_NOT_FOUND, INVALID_WEBHOOK_URL, INVALID_WEBHOOK_EVENT})
    @Operation(
            summary = "Change a webhook",
            description =
                    "What is left out stays as it is. While it is disabled it gets no events; those it missed can be"
                            + " replayed once it is enabled again.")
    public Uni<ApiResponse<WebhookView>> updateWebhook(String webhookId, UpdateRequest request) {
        return webhooks.update(caller.get(), webhookId, request).map(ApiResponse::of);
    }

    @DELETE
    @Path("/{webhookId}")
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(summary = "Delete a webhook", description = "Deliveries that wait for it are not sent any more.")
    public Uni<ApiResponse<WebhookView>> deleteWebhook(String webhookId) {
        return webhooks.delete(caller.get(), webhookId).map(ApiResponse::of);
    }

    @POST
    @Path("/{webhookId}/rotate-secret")
    @Idempotent(secret = true)
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(
            summary = "Give a webhook a new secret",
            description = "The answer shows it; it is never shown again. The previous secret still signs for 24 hours.")
    public Uni<ApiResponse<WebhookView>> rotateWebhookSecret(String webhookId) {
        return webhooks.rotateSecret(caller.get(), webhookId, idempotencyKey.answer(ApiResponse::of))
                .map(ApiResponse::of);
    }

    @POST
    @Path("/{webhookId}/test")
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith({RESOURCE_NOT_FOUND, INVALID_WEBHOOK_URL, WEBHOOK_URL_UNREACHABLE, WEBHOOK_RESPONSE_TIMEOUT})
    @Operation(
            summary = "Test a webhook",
            description = "Sends one signed event webhook.test now, even while the webhook is disabled.")
    public Uni<ApiResponse<TestView>> testWebhook(String webhookId) {
        return webhooks.test(caller.get(), webhookId).map(ApiResponse::of);
    }
}
