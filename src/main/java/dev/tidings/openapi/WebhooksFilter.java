package dev.tidings.openapi;

import dev.tidings.core.event.EventType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Documents what endpoints get: one entry per event, made from {@link EventType}. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class WebhooksFilter implements OASFilter {
    private static final String FORM =
            " JSON.stringify(JSON.parse(body)) gives the same body: it is compact, numbers are"
                    + " doubles, keys that are integers come first.";

    private static final String TEST = "webhook.test";
    private static final String TAG = "Events";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSchema("MessageEvent", event("Message"))
                .addSchema("ContactPreferencesEvent", event("ContactPreferences"))
                .addSchema("SessionEvent", event("Session"));
        for (EventType type : EventType.values()) {
            document.addWebhook(type.wireName(), item(operation(type)));
        }
        document.addWebhook(TEST, item(test()));
    }

    private static Schema event(String data) {
        return envelope(OASFactory.createSchema().ref("#/components/schemas/" + data));
    }

    private static Schema envelope(Schema data) {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty("id", text().description("The same for every attempt; also sent as webhook-id"))
                .addProperty("event", text().description("The name by which the webhook asks for it"))
                .addProperty("timestamp", text().format("date-time").description("When it happened"))
                .addProperty("sessionId", text())
                .addProperty(
                        "sequence",
                        OASFactory.createSchema()
                                .addType(SchemaType.INTEGER)
                                .format("int64")
                                .description("Its position among the events of its session, without gaps: events may"
                                        + " arrive in another order, and more than once"))
                .addProperty("data", data)
                .required(List.of("id", "event", "timestamp", "sessionId", "sequence", "data"));
    }

    private static Operation operation(EventType type) {
        List<Object> names = new ArrayList<>(List.of(type.wireName()));
        type.group().map(EventType.Group::wireName).ifPresent(names::add);
        String schema = switch (type.payload()) {
            case MESSAGE -> "MessageEvent";
            case CONTACT_PREFERENCES -> "ContactPreferencesEvent";
            case SESSION -> "SessionEvent";
        };
        String grouped = type.group()
                .map(group -> " A webhook that asks for " + group.wireName() + " gets it under that name.")
                .orElse("");
        return operation(type.wireName(), type.description() + grouped + FORM)
                .requestBody(OASFactory.createRequestBody()
                        .required(true)
                        .content(json(OASFactory.createSchema()
                                .addAllOf(OASFactory.createSchema().ref("#/components/schemas/" + schema))
                                .addAllOf(OASFactory.createSchema().addProperty("event", text().enumeration(names))))));
    }

    private static Operation test() {
        Schema data = OASFactory.createSchema().addType(SchemaType.OBJECT).addProperty("webhookId", text());
        return operation(TEST, "A requested test; it has no place in the sequence of a session.")
                .requestBody(OASFactory.createRequestBody().required(true).content(json(envelope(data))));
    }

    private static Operation operation(String name, String description) {
        Operation operation = OASFactory.createOperation()
                .operationId(name)
                .summary(name)
                .description(description)
                .addTag(TAG)
                .responses(answers());
        Stream.of(
                        header("webhook-id", "The id of the event"),
                        header("webhook-timestamp", "When this attempt was made, in seconds since 1970"),
                        header(
                                "webhook-signature",
                                "v1, and the base64 of the HMAC-SHA256 of id, timestamp and body with dots between"
                                        + " them; several, with blanks between them, while secrets change"))
                .forEach(operation::addParameter);
        return operation;
    }

    private static APIResponses answers() {
        return OASFactory.createAPIResponses()
                .addAPIResponse("2XX", OASFactory.createAPIResponse().description("Accepted. Answer within 5 seconds."))
                .addAPIResponse(
                        "410",
                        OASFactory.createAPIResponse().description("No more events are wanted: disables the webhook."))
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("There are up to nine more attempts, over several days."));
    }

    private static Parameter header(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .required(true)
                .description(description)
                .schema(text());
    }

    private static Content json(Schema schema) {
        return OASFactory.createContent()
                .addMediaType("application/json", OASFactory.createMediaType().schema(schema));
    }

    private static PathItem item(Operation operation) {
        return OASFactory.createPathItem().POST(operation);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
