package dev.tidings.engine.cloud.inbound;

import static dev.tidings.platform.error.ErrorCode.INSUFFICIENT_PERMISSIONS;
import static dev.tidings.platform.error.ErrorCode.INVALID_API_KEY;
import static dev.tidings.platform.error.ErrorCode.MISSING_API_KEY;

import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.body.RawBody;
import dev.tidings.platform.http.query.AnyQuery;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Where Meta reports what happens. It has no API key: it shows the verify token once, and signs from then on. */
@AnyQuery
@SurvivesDisconnect
@Path(CloudWebhookResource.PATH)
@Tag(name = "Cloud webhook", description = "For Meta's servers: what happens to numbers of the official Cloud API")
class CloudWebhookResource {
    static final String PATH = "/v1/engines/cloud/webhook";

    /** The most that Meta sends. */
    private static final int MAX_BYTES = 3 << 20;

    private final CloudWebhookService webhook;

    CloudWebhookResource(CloudWebhookService webhook) {
        this.webhook = webhook;
    }

    /** How many notices were received. */
    @Schema(name = "CloudWebhookReceived")
    record ReceivedView(
            @Schema(description = "Messages, statuses and whatever else the body held", examples = "1")
            int notices) {}

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @FailsWith(INSUFFICIENT_PERMISSIONS)
    @Operation(
            summary = "Verify the webhook",
            description = "Meta calls it when the webhook is set up, and wants the challenge back.")
    public Uni<RestResponse<String>> verifyCloudWebhook(
            @QueryParam("hub.mode") String mode,
            @QueryParam("hub.verify_token") String token,
            @QueryParam("hub.challenge") String challenge) {
        return webhook.verify(mode, token, challenge).map(RestResponse::ok);
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @FailsWith({MISSING_API_KEY, INVALID_API_KEY})
    @Operation(
            summary = "Take what Meta tells",
            description = "Answered once it is stored. Signed with the secret of a session's app; up to 3 MB.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<ApiResponse<ReceivedView>> receiveCloudWebhook(
            @HeaderParam(CloudWebhookService.SIGNATURE) String signature, RawBody body) {
        return webhook.receive(body.upTo(MAX_BYTES), signature)
                .map(ReceivedView::new)
                .map(ApiResponse::of);
    }
}
