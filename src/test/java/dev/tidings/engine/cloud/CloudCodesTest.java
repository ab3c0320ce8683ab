package dev.tidings.engine.cloud;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraph.Fault;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.Tenant;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every code that Meta's errors can lead to, for every operation that sends. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudCodesTest {
    /** An error of Meta, and the expected answer. */
    private record Trouble(int metaCode, String words, int status, String code) {}

    private static final List<Trouble> OF_EVERY_SEND = List.of(
            new Trouble(131026, "Message undeliverable", 400, "recipient_not_on_whatsapp"),
            new Trouble(131049, "Not delivered", 422, "message_rejected"),
            new Trouble(1, "API unknown", 500, "message_sending_failed"),
            new Trouble(100, "Param must be at most 4096 characters long", 400, "message_too_long"),
            new Trouble(131021, "Recipient is the sender", 400, "invalid_phone_number"),
            new Trouble(131047, "Re-engagement message", 422, "customer_window_closed"),
            new Trouble(131056, "Pair rate limit", 429, "rate_limit_exceeded"),
            new Trouble(131008, "A parameter is missing", 400, "missing_required_parameter"),
            new Trouble(131009, "A value is not valid", 400, "invalid_parameter_type"),
            new Trouble(132000, "Number of parameters", 400, "invalid_request"),
            new Trouble(131016, "Service unavailable", 503, "service_unavailable"),
            // the last one, because the session is gone then
            new Trouble(190, "Token expired", 400, "session_disconnected"));

    private static final List<Trouble> OF_TEMPLATES = List.of(
            new Trouble(131053, "Downloading media from weblink failed", 400, "media_url_inaccessible"),
            new Trouble(131053, "File size too big", 400, "media_size_exceeded"),
            new Trouble(131053, "Unsupported mime type", 400, "invalid_media_type"));

    private static final String PICTURE = Base64.getEncoder()
            .encodeToString("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR of nobody else".getBytes(StandardCharsets.ISO_8859_1));

    private static final Map<String, Map<String, Object>> SENDS = sends();

    FakeGraph graph;

    @Inject
    Pool pool;

    private static Map<String, Map<String, Object>> sends() {
        Map<String, Map<String, Object>> sends = new LinkedHashMap<>();
        sends.put("text", Map.of("text", "x"));
        sends.put("media", Map.of("mediaType", "image", "media", PICTURE));
        sends.put("location", Map.of("latitude", 1.5, "longitude", 2.5));
        sends.put("contact", Map.of("contacts", List.of(Map.of("name", "Ada", "phones", List.of("+14155552671")))));
        sends.put("reaction", Map.of("emoji", "👍"));
        sends.put("interactive", Map.of("body", "x", "buttons", List.of(Map.of("id", "y", "title", "Yes"))));
        sends.put("template", Map.of("name", "x", "language", "en_US"));
        return sends;
    }

    @TestFactory
    Stream<DynamicTest> answersWithTheCodeThatFits() {
        return SENDS.entrySet().stream()
                .map(send -> DynamicTest.dynamicTest(send.getKey(), () -> check(send.getKey(), send.getValue())));
    }

    private void check(String type, Map<String, Object> fields) {
        CloudFixture cloud = CloudFixture.connect(Api.operator(), graph);
        List<Trouble> special = type.equals("template") ? OF_TEMPLATES : List.of();
        Map<String, Object> toNothing = body(cloud, type, fields, "16505551200");
        toNothing.put(type.equals("reaction") ? "messageId" : "quotedMessageId", "msg_00000000000000000000000000");
        assertFailure(cloud.api().post("/v1/messages/" + type, toNothing), 404, "message_not_found");
        int recipient = 0;
        for (Trouble trouble :
                Stream.concat(special.stream(), OF_EVERY_SEND.stream()).toList()) {
            String to = "1650555" + (1300 + recipient++);
            graph.failFor(to, Fault.error(400, trouble.metaCode(), 0, "Trouble", trouble.words()));
            Response answer = cloud.api().post("/v1/messages/" + type, body(cloud, type, fields, to));
            String message = assertFailure(answer, trouble.status(), trouble.code())
                    .body("error.details.messageId", notNullValue())
                    .body("error.details.engineCode", equalTo(Integer.toString(trouble.metaCode())))
                    .body("error.details.reason", notNullValue())
                    .extract()
                    .path("error.details.messageId");
            cloud.api()
                    .get("/v1/messages/" + message)
                    .then()
                    .body("data.status", equalTo("failed"))
                    .body("data.error.code", equalTo(trouble.code()))
                    .body("data.error.engineCode", equalTo(Integer.toString(trouble.metaCode())));
        }
    }

    @TestFactory
    Stream<DynamicTest> keepsToThePlanAndToConnectedSessions() {
        CloudFixture cloud = CloudFixture.connect(
                Tenant.on("unlimited", Map.of("messagesPerDay", 1)).api(), graph);
        cloud.api().sentText(cloud.session(), "16505551400");
        CloudFixture unconnected = CloudFixture.connect(Api.operator(), graph);
        String liked = cloud.received(FakeGraph.newMessageId(), "16505551401");
        String likedToo = unconnected.received(FakeGraph.newMessageId(), "16505551401");
        pool.preparedQuery("UPDATE session SET status = 'connecting' WHERE id = $1")
                .executeAndAwait(Tuple.of(unconnected.session()));
        return SENDS.entrySet().stream()
                .map(send -> DynamicTest.dynamicTest(send.getKey(), () -> {
                    String path = "/v1/messages/" + send.getKey();
                    assertFailure(
                            cloud.api().post(path, plain(cloud, send, liked)), 403, "daily_message_limit_reached");
                    assertFailure(
                            unconnected.api().post(path, plain(unconnected, send, likedToo)),
                            400,
                            "session_not_connected");
                }));
    }

    private static Map<String, Object> plain(
            CloudFixture cloud, Map.Entry<String, Map<String, Object>> send, String liked) {
        boolean reaction = send.getKey().equals("reaction");
        Map<String, Object> body = cloud.to(reaction ? null : "16505551401");
        body.putAll(send.getValue());
        if (reaction) {
            body.put("messageId", liked);
        }
        return body;
    }

    private static Map<String, Object> body(CloudFixture cloud, String type, Map<String, Object> fields, String to) {
        boolean reaction = type.equals("reaction");
        Map<String, Object> body = cloud.to(reaction ? null : to);
        body.putAll(fields);
        if (reaction) {
            body.put("messageId", cloud.received(FakeGraph.newMessageId(), to));
        }
        return body;
    }
}
