package dev.tidings.core.template.api;

import static dev.tidings.platform.error.ErrorCode.MISSING_REQUIRED_PARAMETER;
import static dev.tidings.platform.error.ErrorCode.NOT_SUPPORTED_BY_ENGINE;
import static dev.tidings.platform.error.ErrorCode.RESOURCE_NOT_FOUND;
import static dev.tidings.platform.error.ErrorCode.SESSION_DISCONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_CONNECTED;
import static dev.tidings.platform.error.ErrorCode.SESSION_NOT_FOUND;

import dev.tidings.access.auth.CurrentCaller;
import dev.tidings.access.auth.RequiresScope;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.engine.TemplateFilter;
import dev.tidings.core.template.TemplateService;
import dev.tidings.platform.error.FailsWith;
import dev.tidings.platform.http.api.ApiResponse;
import dev.tidings.platform.http.api.Page;
import dev.tidings.platform.http.api.PageRequest;
import dev.tidings.platform.http.api.Params;
import dev.tidings.platform.http.route.SurvivesDisconnect;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The message templates of a number. */
@SurvivesDisconnect
@Path("/v1/templates")
@Tag(name = "Templates", description = "Message templates of the official API, as WhatsApp keeps them")
@Produces(MediaType.APPLICATION_JSON)
class TemplateResource {
    /** Names the list in its cursors. */
    private static final String LIST = "templates";

    private final CurrentCaller caller;
    private final TemplateService templates;

    TemplateResource(CurrentCaller caller, TemplateService templates) {
        this.caller = caller;
        this.templates = templates;
    }

    @GET
    @RequiresScope(Scope.MESSAGES_READ)
    @FailsWith({
        SESSION_NOT_FOUND,
        SESSION_NOT_CONNECTED,
        SESSION_DISCONNECTED,
        NOT_SUPPORTED_BY_ENGINE,
        MISSING_REQUIRED_PARAMETER
    })
    @Operation(
            summary = "List message templates",
            description =
                    "Those of the business account of the session's number, in WhatsApp's order. They are made and changed at"
                            + " WhatsApp; this shows them as they are now.")
    public Uni<ApiResponse<List<TemplateView>>> listTemplates(
            @Parameter(required = true) @QueryParam("sessionId") String sessionId,
            @BeanParam TemplateFilterParams filters,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        TemplateFilter filter = filters.toFilter();
        PageRequest page = PageRequest.ofForeign(LIST, limit, cursor, Params.text(sessionId), filter);
        String session = Params.required("sessionId", sessionId);
        return templates
                .list(caller.get(), session, filter, page.after(), page.limit())
                .map(found -> ApiResponse.page(
                        Page.upTo(found.templates(), page, found.next()).map(TemplateView::of)));
    }

    @GET
    @Path("/{templateId}")
    @RequiresScope(Scope.MESSAGES_READ)
    @FailsWith({
        SESSION_NOT_FOUND,
        SESSION_NOT_CONNECTED,
        SESSION_DISCONNECTED,
        NOT_SUPPORTED_BY_ENGINE,
        MISSING_REQUIRED_PARAMETER,
        RESOURCE_NOT_FOUND
    })
    @Operation(summary = "Get a message template", description = "As WhatsApp keeps it now.")
    public Uni<ApiResponse<TemplateView>> getTemplate(
            String templateId, @Parameter(required = true) @QueryParam("sessionId") String sessionId) {
        return templates
                .get(caller.get(), Params.required("sessionId", sessionId), templateId)
                .map(template -> ApiResponse.of(TemplateView.of(template)));
    }
}
