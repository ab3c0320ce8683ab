package dev.tidings.openapi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.support.Api;
import dev.tidings.support.OpenApiDocument;
import dev.tidings.support.OpenApiDocument.Operation;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Account B, with every scope that accounts have, gets the same answer for an id of account A as for one that nobody has: at
 * every operation of the OpenAPI document, wherever it takes an id, in its path, its query or its body. A kind of id that is new
 * fails here until {@link #idsOf} knows how an account comes by one.
 */
@QuarkusTest
class TenantIsolationTest {
    /** Unknown; no scope for it; known to be beyond the engine of the session, whatever the id. */
    private static final Set<Integer> REFUSALS = Set.of(404, 403, 422);

    private static final String SOMEBODY = "14155552671";
    /** Fields that are needed under a condition, which a schema cannot say. */
    private static final Map<String, Map<String, Object>> NEEDED = Map.of(
            "sendInteractive", Map.of("body", "Today?", "buttons", List.of(Map.of("id", "yes", "title", "Yes"))),
            "receiveInbound", Map.of("text", "hello"),
            "answerPasskey", Map.of("confirmed", true));

    /** Bodies for ids that do not go with the others of their operation. */
    private static final Map<String, Map<String, Object>> ALONE = Map.of(
            "receiveInbound mediaId",
            Map.of("from", SOMEBODY, "type", "image"),
            "receiveInbound messageId",
            Map.of("from", SOMEBODY, "type", "reaction", "emoji", "👍"),
            "receiveInbound quotedMessageId",
            Map.of("from", SOMEBODY, "type", "text", "text", "hello"),
            "receiveInbound sessionId",
            Map.of("from", SOMEBODY, "type", "text", "text", "hello"));

    /** A chat is an address, not a thing of one account. */
    private static final Predicate<String> IS_ID = name -> name.endsWith("Id") && !name.equals("chatId");

    /** The ids of an account by the names of the parameters that take them. */
    private Map<String, String> idsOf(Tenant tenant) {
        Api api = tenant.api();
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("accountId", tenant.accountId());
        ids.put("sessionId", api.connectedSession());
        ids.put("messageId", api.sentText(ids.get("sessionId"), SOMEBODY));
        ids.put("quotedMessageId", ids.get("messageId"));
        ids.put(
                "templateId",
                api.get("/v1/templates?sessionId=" + ids.get("sessionId")).path("data[0].templateId"));
        Map<String, Object> item = Map.of("type", "text", "to", SOMEBODY, "text", "hello");
        ids.put(
                "bulkId",
                made(
                        api.post(
                                "/v1/messages/bulk",
                                Map.of("sessionId", ids.get("sessionId"), "messages", List.of(item))),
                        "bulkId"));
        ids.put(
                "webhookId",
                made(
                        api.post("/v1/webhooks", Map.of("url", "http://127.0.0.1:9/", "events", List.of("session.qr"))),
                        "webhookId"));
        api.newSession();
        String deliveries = "/v1/webhooks/" + ids.get("webhookId") + "/deliveries";
        ids.put("deliveryId", await().until(() -> api.get(deliveries).path("data[0].deliveryId"), Objects::nonNull));
        ids.put("keyId", api.get("/v1/keys").then().statusCode(200).extract().path("data[0].keyId"));
        // a replica belongs to no account
        ids.put("replicaId", Api.operator().get("/v1/admin/replicas").path("data[0].replicaId"));
        ids.put(
                "mediaId",
                made(
                        api.request()
                                .contentType("text/plain")
                                .body(tenant.accountId())
                                .post("/v1/media"),
                        "mediaId"));
        return ids;
    }

    @TestFactory
    Stream<DynamicTest> answersForeignAndUnknownIdsAlike() {
        OpenApiDocument document = OpenApiDocument.of("http://localhost:" + RestAssured.port);
        Map<String, String> foreign = idsOf(Tenant.on("unlimited"));
        Tenant other = Tenant.on("unlimited");
        Map<String, String> own = idsOf(other);
        List<DynamicTest> tests = document.operations().stream()
                .filter(Operation::needsKey)
                .flatMap(op -> Stream.of(
                                op.parameters("path").stream(),
                                op.parameters("query").stream(),
                                names(document.fields(op)))
                        .flatMap(names -> names)
                        .filter(IS_ID)
                        .distinct()
                        .map(name -> DynamicTest.dynamicTest(
                                op.id() + " " + name, () -> compare(document, op, name, other.api(), own, foreign))))
                .toList();
        assertTrue(tests.size() > 30, () -> "only " + tests.size() + " ids were found in the document");
        return tests.stream();
    }

    private static void compare(
            OpenApiDocument document,
            Operation op,
            String name,
            Api other,
            Map<String, String> own,
            Map<String, String> foreign) {
        assertNotNull(foreign.get(name), () -> "teach idsOf how an account comes by its " + name);
        Response unknown = call(document, op, name, other, with(own, name, unknown(foreign.get(name))));
        Response known = call(document, op, name, other, with(own, name, foreign.get(name)));
        assertEquals(unknown.statusCode(), known.statusCode(), known.asString());
        assertEquals(unknown.asString(), known.asString());
        assertTrue(
                REFUSALS.contains(unknown.statusCode()),
                () -> "the id was not what it failed at: " + unknown.asString());
    }

    private static Response call(
            OpenApiDocument document, Operation op, String name, Api api, Map<String, String> ids) {
        RequestSpecification request = api.request();
        op.parameters("query").stream().filter(IS_ID).forEach(query -> request.queryParam(query, ids.get(query)));
        if (op.hasBody()) {
            ObjectNode body = document.exampleBody(op);
            NEEDED.getOrDefault(op.id(), Map.of()).forEach(body::putPOJO);
            names(document.fields(op)).filter(IS_ID).forEach(field -> body.put(field, ids.get(field)));
            Map<String, Object> alone = ALONE.get(op.id() + " " + name);
            if (alone != null) {
                body.removeAll();
                alone.forEach(body::putPOJO);
                names(document.fields(op)).filter(name::equals).forEach(field -> body.put(field, ids.get(field)));
            }
            request.contentType("application/json").body(body.toString());
        }
        String path = op.path();
        for (String part : op.parameters("path")) {
            path = path.replace("{" + part + "}", ids.getOrDefault(part, SOMEBODY));
        }
        return request.request(op.method(), path);
    }

    private static Stream<String> names(JsonNode fields) {
        return fields.properties().stream().map(Map.Entry::getKey);
    }

    private static Map<String, String> with(Map<String, String> ids, String name, String id) {
        Map<String, String> changed = new LinkedHashMap<>(ids);
        changed.put(name, id);
        return changed;
    }

    /** An id of the same kind that nobody has. */
    private static String unknown(String id) {
        return id.substring(0, id.lastIndexOf('_') + 1) + "01kaszj5v3m8q2c7d9e1f4g6h8";
    }

    private static String made(Response response, String field) {
        return response.then().statusCode(201).extract().path("data." + field);
    }
}
