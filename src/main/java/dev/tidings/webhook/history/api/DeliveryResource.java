package dev.tidings.webhook.history.api;

import static dev.tidings.platform.error.ErrorCode.INVALID_WEBHOOK_EVENT;
import static dev.tidings.platform.error.ErrorCode.RESOURCE_NOT_FOUND;

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
import dev.tidings.webhook.history.Delivery;
import dev.tidings.webhook.history.DeliveryFilter;
import dev.tidings.webhook.history.DeliveryService;
import dev.tidings.webhook.history.ReplayRequest;
import dev.tidings.webhook.history.api.DeliveryView.ReplayedView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The deliveries to an endpoint. */
@SurvivesDisconnect
@Path("/v1/webhooks/{webhookId}")
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
class DeliveryResource {
    private final CurrentCaller caller;
    private final CurrentIdempotencyKey idempotencyKey;
    private final DeliveryService deliveries;

    DeliveryResource(CurrentCaller caller, CurrentIdempotencyKey idempotencyKey, DeliveryService deliveries) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.deliveries = deliveries;
    }

    @GET
    @Path("/deliveries")
    @RequiresScope(Scope.WEBHOOKS_READ)
    @FailsWith({RESOURCE_NOT_FOUND, INVALID_WEBHOOK_EVENT})
    @Operation(
            summary = "List the deliveries of a webhook",
            description =
                    "Newest first, kept for 30 days. All filters that are given must hold; of one that is repeated,"
                            + " any value.")
    public Uni<ApiResponse<List<DeliveryView>>> listDeliveries(
            String webhookId,
            @BeanParam DeliveryFilterParams filter,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        DeliveryFilter wanted = filter.toFilter();
        PageRequest page = PageRequest.of(IdKind.DELIVERY, limit, cursor, webhookId, wanted);
        return deliveries
                .list(caller.get(), webhookId, wanted, page.after(), page.fetch())
                .map(found ->
                        ApiResponse.page(Page.of(found, page, Delivery::id).map(DeliveryView::of)));
    }

    @GET
    @Path("/deliveries/{deliveryId}")
    @RequiresScope(Scope.WEBHOOKS_READ)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(summary = "Get a delivery", description = "With every attempt, and the start of each answer.")
    public Uni<ApiResponse<DeliveryView>> getDelivery(String webhookId, String deliveryId) {
        return deliveries
                .get(caller.get(), webhookId, deliveryId)
                .map(detail -> ApiResponse.of(DeliveryView.of(detail.delivery(), detail.attempts())));
    }

    @POST
    @Path("/deliveries/{deliveryId}/replay")
    @Idempotent
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith(RESOURCE_NOT_FOUND)
    @Operation(
            summary = "Replay a delivery",
            description =
                    "Sends the event again now, with the same webhook-id, whatever the result was before; possible"
                            + " while the event is kept, which is for 7 days.")
    public Uni<ApiResponse<DeliveryView>> replayDelivery(String webhookId, String deliveryId) {
        return deliveries
                .replay(caller.get(), webhookId, deliveryId, idempotencyKey.answer(DeliveryResource::answer))
                .map(DeliveryResource::answer);
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @RequiresScope(Scope.WEBHOOKS_WRITE)
    @FailsWith({RESOURCE_NOT_FOUND, INVALID_WEBHOOK_EVENT})
    @Operation(
            summary = "Replay the events of a period",
            description = "Sends them again with the same webhook-id, and also those that the webhook missed while it"
                    + " was disabled. Up to 10,000 per call, the oldest first.")
    public Uni<ApiResponse<ReplayedView>> replayWebhook(String webhookId, ReplayRequest request) {
        return deliveries
                .replay(
                        caller.get(),
                        webhookId,
                        request,
                        idempotencyKey.answer(done -> answer(done.deliveries(), done.next())))
                .map(done -> answer(done.deliveries(), done.next()));
    }

    private static ApiResponse<DeliveryView> answer(Delivery delivery) {
        return ApiResponse.of(DeliveryView.of(delivery));
    }

    private static ApiResponse<ReplayedView> answer(long deliveries, Instant next) {
        return ApiResponse.of(new ReplayedView(deliveries, next));
    }
}
