package dev.tidings.core.event.api;

import static dev.tidings.platform.error.ErrorCode.CONCURRENT_REQUEST_LIMIT_EXCEEDED;
import static dev.tidings.platform.error.ErrorCode.RESOURCE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.event.Event;
import dev.tidings.core.event.EventService;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.http.api.StreamedResponse;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened, for clients that ask: the same events that webhooks deliver. */
@SurvivesDisconnect
@Path("/v1/events")
@Tag(name = "Events", description = "What happened to sessions and messages, kept for 7 days")
@Produces(MediaType.APPLICATION_JSON)
class EventResource {
    private static final String AFTER =
            "The id of the last event that the client knows; left out: from the oldest kept";

    private final CurrentCaller caller;
    private final EventService events;

    EventResource(CurrentCaller caller, EventService events) {
        this.caller = caller;
        this.events = events;
    }

    @GET
    @RequiresScope(Scope.WEBHOOKS_READ)
    @FailsWith({SESSION_NOT_FOUND, RESOURCE_NOT_FOUND})
    @Operation(
            summary = "List events",
            description =
                    "Oldest first. The order never changes: a reader that goes on after the last event it knows misses none.")
    public Uni<ApiResponse<List<EventView>>> listEvents(
            @Parameter(description = AFTER, example = "evt_01kaszk2h8w4r6t0y5v3n7b9c1") @QueryParam("after")
                    String after,
            @Parameter(description = "Only of this session") @QueryParam("sessionId") String sessionId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        String session = Params.text(sessionId);
        PageRequest page = PageRequest.of(IdKind.EVENT, limit, cursor, session);
        String known = Params.text(after);
        if (known != null && page.after() != null) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "after", "Use either after or cursor.");
        }
        String from = known == null ? page.after() : known;
        return events.list(caller.get(), from, session, page.fetch())
                .map(found -> ApiResponse.page(Page.of(found, page, Event::id).map(EventView::of)));
    }

    @GET
    @Path("/stream")
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    @RequiresScope(Scope.WEBHOOKS_READ)
    @FailsWith({SESSION_NOT_FOUND, RESOURCE_NOT_FOUND, CONCURRENT_REQUEST_LIMIT_EXCEEDED})
    @Operation(
            summary = "Stream events",
            description =
                    "Server-Sent Events as they happen. A client that lost its connection goes on after the last event"
                            + " that it got, as an EventSource does by itself. Five streams an account.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Uni<Response> streamEvents(
            @Parameter(description = "The last event that the client got; left out: only what happens from now on")
                    @HeaderParam("Last-Event-ID")
                    String lastEventId,
            @Parameter(description = "The same, for clients that cannot set headers") @QueryParam("after") String after,
            @Parameter(description = "Only of this session") @QueryParam("sessionId") String sessionId) {
        return events.stream(
                        caller.get(), Params.text(lastEventId == null ? after : lastEventId), Params.text(sessionId))
                .map(parts -> Response.ok(StreamedResponse.endless(parts))
                        .header(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header("X-Accel-Buffering", "no")
                        .build());
    }
}
