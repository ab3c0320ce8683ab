package dev.tidings.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.core.event.EventType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The section {@code webhooks} of the document: what endpoints are sent. */
@QuarkusTest
class DocumentedEventsTest {
    @Test
    void everyEventIsDescribedWithItsBody() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(RestAssured.get("/q/openapi?format=json").asByteArray());
        assertTrue(
                document.path("openapi").asText().startsWith("3.1"),
                document.path("openapi").asText());
        JsonNode webhooks = document.path("webhooks");
        Set<String> names = new TreeSet<>();
        webhooks.fieldNames().forEachRemaining(names::add);
        Set<String> expected = new TreeSet<>(Set.of("webhook.test"));
        Arrays.stream(EventType.values()).map(EventType::wireName).forEach(expected::add);
        assertEquals(expected, names);
        for (JsonNode webhook : webhooks) {
            JsonNode operation = webhook.path("post");
            assertFalse(operation.path("description").asText().isBlank());
            assertEquals(3, operation.path("parameters").size());
            assertTrue(operation.path("responses").has("2XX"));
        }
        assertEquals(
                "#/components/schemas/MessageEvent",
                webhooks.at("/message.sent/post/requestBody/content/application~1json/schema/allOf/0/$ref")
                        .asText());
        assertEquals(
                "[\"message.sent\",\"message.status\"]",
                webhooks.at(
                                "/message.sent/post/requestBody/content/application~1json/schema/allOf/1/properties/event/enum")
                        .toString());
        JsonNode schemas = document.path("components").path("schemas");
        assertEquals(
                "#/components/schemas/Message",
                schemas.at("/MessageEvent/properties/data/$ref").asText());
        assertTrue(schemas.has("Message") && schemas.has("Session") && schemas.has("ContactPreferences"));
    }
}
