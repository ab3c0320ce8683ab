package dev.tidings.engine.cloud.graph;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The calls of the Graph API that are used here, without their meaning. */
@RegisterRestClient(configKey = "cloud")
@RegisterProvider(GraphUsageFilter.class)
@Path("/{version}/{id}")
@Produces(MediaType.APPLICATION_JSON)
public interface GraphClient {

    /** A number, with the fields that are used here; {@code status} is not always there. */
    record PhoneNumber(
            String id, @JsonProperty("display_phone_number") String displayPhoneNumber, String status) {}

    /** An accepted message. */
    record Sent(List<Contact> contacts, List<MessageId> messages) {
        /** @param waId the number by which WhatsApp knows the recipient */
        public record Contact(
                String input, @JsonProperty("wa_id") String waId) {}

        public record MessageId(String id) {}

        /** Meta's id of the message; null when the answer has none. */
        public String messageId() {
            return first(messages, MessageId::id);
        }

        /** The number by which WhatsApp knows the recipient; null when the answer has none. */
        public String waId() {
            return first(contacts, Contact::waId);
        }

        private static <T> String first(List<T> all, Function<T, String> field) {
            return all == null || all.isEmpty() || all.get(0) == null
                    ? null
                    : Optional.ofNullable(field.apply(all.get(0)))
                            .filter(text -> !text.isBlank())
                            .orElse(null);
        }
    }

    /** Where a file is, for 5 minutes. */
    record MediaLocation(
            String url, @JsonProperty("mime_type") String mimeType) {}

    /** The health of a number: of all that takes part in its messages. */
    record NumberHealth(@JsonProperty("health_status") HealthStatus status) {
        public record HealthStatus(List<Entity> entities) {}

        /** A number, a business account, a business, an app. */
        public record Entity(@JsonProperty("entity_type") String type, String id) {}

        /** The WhatsApp Business Account of the number; null when Meta does not show it. */
        public String businessAccount() {
            return status == null || status.entities() == null
                    ? null
                    : status.entities().stream()
                            .filter(entity -> entity != null && "WABA".equals(entity.type()))
                            .map(Entity::id)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null);
        }
    }

    /** A message template. */
    record Template(
            String id,
            String name,
            String language,
            String status,
            String category,
            @JsonProperty("sub_category") String subCategory,
            @JsonProperty("previous_category") String previousCategory,
            @JsonProperty("parameter_format") String parameterFormat,
            @JsonProperty("quality_score") QualityScore qualityScore,
            @JsonProperty("rejected_reason") String rejectedReason,
            List<Map<String, Object>> components) {
        public record QualityScore(String score) {}

        public String quality() {
            return qualityScore == null ? null : qualityScore.score();
        }
    }

    /** A page of templates. */
    record TemplateList(List<Template> data, Paging paging) {
        public record Paging(Cursors cursors, String next) {}

        public record Cursors(String after) {}

        /** Where the next page begins; null on the last one. */
        public String next() {
            return paging == null || paging.next() == null || paging.cursors() == null
                    ? null
                    : paging.cursors().after();
        }
    }

    @GET
    Uni<NumberHealth> health(
            @PathParam("version") String version,
            @PathParam("id") String phoneNumberId,
            @QueryParam("fields") String fields,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);

    /** Each filter is null, a value, or several as a list in JSON. */
    @GET
    @Path("/message_templates")
    Uni<TemplateList> templates(
            @PathParam("version") String version,
            @PathParam("id") String businessAccountId,
            @QueryParam("fields") String fields,
            @QueryParam("name") String name,
            @QueryParam("status") String status,
            @QueryParam("language") String language,
            @QueryParam("category") String category,
            @QueryParam("limit") int limit,
            @QueryParam("after") String after,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);

    @GET
    Uni<Template> template(
            @PathParam("version") String version,
            @PathParam("id") String templateId,
            @QueryParam("fields") String fields,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);

    @GET
    Uni<PhoneNumber> number(
            @PathParam("version") String version,
            @PathParam("id") String phoneNumberId,
            @QueryParam("fields") String fields,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);

    @POST
    @Path("/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Sent> send(
            @PathParam("version") String version,
            @PathParam("id") String phoneNumberId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            Map<String, Object> message);

    /** Marks a message as read; the same address as for sending. */
    @POST
    @Path("/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Map<String, Object>> mark(
            @PathParam("version") String version,
            @PathParam("id") String phoneNumberId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            Map<String, Object> status);

    @GET
    Uni<MediaLocation> media(
            @PathParam("version") String version,
            @PathParam("id") String mediaId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer);

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return GraphException.of(
                response.getStatus(),
                response.hasEntity() ? response.readEntity(String.class) : "",
                GraphUsage.regain(response.getStringHeaders()::getFirst));
    }
}
