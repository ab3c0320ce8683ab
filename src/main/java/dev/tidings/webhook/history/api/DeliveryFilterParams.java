package dev.tidings.webhook.history.api;

import dev.tidings.webhook.history.DeliveryFilter;
import dev.tidings.core.event.EventSelection;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.api.Params;
import dev.tidings.webhook.delivery.DeliveryStatus;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The filters of deliveries, as they come in. */
record DeliveryFilterParams(
        @Parameter(schema = @Schema(implementation = DeliveryStatus.class)) @QueryParam("status")
        String status,

        @Parameter(description = "The name of an event, or of a group") @QueryParam("event")
        String event,

        @Parameter(
                description = "Of events that happened at this time or later",
                schema = @Schema(type = SchemaType.STRING, format = "date-time"))
        @QueryParam("since")
        String since) {

    DeliveryFilter toFilter() {
        return new DeliveryFilter(
                Params.oneOf("status", status, DeliveryStatus.class), types(), Params.instant("since", since));
    }

    private Set<String> types() {
        if (event == null || event.isEmpty()) {
            return null;
        }
        if (!EventType.subscribable().contains(event)) {
            throw ApiException.of(
                    ErrorCode.INVALID_WEBHOOK_EVENT,
                    "event",
                    "must be one of " + String.join(", ", EventType.subscribable()));
        }
        return EventSelection.types(List.of(event)).stream()
                .map(EventType::wireName)
                .collect(Collectors.toUnmodifiableSet());
    }
}
