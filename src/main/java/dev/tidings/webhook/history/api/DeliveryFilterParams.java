package dev.tidings.webhook.history.api;

import dev.tidings.core.event.EventSelection;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.api.Params;
import dev.tidings.webhook.delivery.DeliveryStatus;
import dev.tidings.webhook.history.DeliveryFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that filter deliveries. */
@RegisterForReflection
record DeliveryFilterParams(
        @Parameter(
                description = "May be repeated: any of them",
                explode = Explode.TRUE,
                schema = @Schema(type = SchemaType.ARRAY, implementation = DeliveryStatus.class))
        @QueryParam("status")
        List<String> status,

        @Parameter(
                description = "The name of an event, or of a group; may be repeated: any of them",
                explode = Explode.TRUE,
                schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
        @QueryParam("event")
        List<String> event,

        @Parameter(
                description = "Of events that happened at this time or later",
                schema = @Schema(type = SchemaType.STRING, format = "date-time"))
        @QueryParam("since")
        String since) {

    DeliveryFilter toFilter() {
        return new DeliveryFilter(
                Params.anyOf("status", status, DeliveryStatus.class), types(), Params.instant("since", since));
    }

    private List<String> types() {
        List<String> names = event.stream().filter(name -> !name.isEmpty()).toList();
        if (!EventType.subscribable().containsAll(names)) {
            throw ApiException.of(
                    ErrorCode.INVALID_WEBHOOK_EVENT,
                    "event",
                    "must be one of " + String.join(", ", EventType.subscribable()));
        }
        return EventSelection.types(names).stream()
                .map(EventType::wireName)
                .sorted()
                .toList();
    }
}
