package dev.tidings.engine.cloud;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.MetaWebhook;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens in WhatsApp's own apps: a business writes from its phone, a person wants no more advertisements. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudAppTest {
    private static final String SOMEBODY = "16505551234";

    FakeGraph graph;

    private Api api;
    private CloudFixture cloud;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
    }

    @Test
    void storesWhatWasSentFromThePhoneOnce() {
        JsonObject echo = echo("wamid.echo", "text", new JsonObject().put("body", "on its way"));
        List<CompletableFuture<HttpResponse<String>>> told = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            told.add(cloud.meta().tellAsync(echo));
        }
        told.forEach(answer -> assertEquals(200, answer.join().statusCode()));
        String id = messages()
                .body("data", hasSize(1))
                .body("data[0].direction", equalTo("outbound"))
                .body("data[0].origin", equalTo("phone"))
                .body("data[0].chatId", equalTo(SOMEBODY))
                .body("data[0].to", equalTo(SOMEBODY))
                .body("data[0].from", notNullValue())
                .body("data[0].senderName", nullValue())
                .body("data[0].status", equalTo("sent"))
                .body("data[0].content.text", equalTo("on its way"))
                .body("data[0].timestamps.sent", equalTo("2025-02-12T00:17:04Z"))
                .extract()
                .path("data[0].messageId");
        assertEquals(List.of("message.sent"), eventsOf(id));
        assertEquals(
                api.get("/v1/messages/" + id).jsonPath().<Object>get("data"),
                api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                        .jsonPath()
                        .<Object>get("data.find { it.event == 'message.sent' }.data"));
        tell(MetaWebhook.status(cloud.number().id(), MetaWebhook.statusOf("wamid.echo", "delivered", SOMEBODY, null)));
        tell(MetaWebhook.status(cloud.number().id(), MetaWebhook.statusOf("wamid.echo", "read", SOMEBODY, null)));
        messages().body("data[0].status", equalTo("read"));
        assertEquals(List.of("message.sent", "message.delivered", "message.read"), eventsOf(id));
    }

    @Test
    void aMessageOfThisServiceIsNotStoredAgainWhenItIsEchoed() {
        String id = api.sentText(cloud.session(), SOMEBODY);
        tell(echo(cloud.engineId(id), "text", new JsonObject().put("body", "x")));
        messages().body("data", hasSize(1)).body("data[0].origin", equalTo("api"));
    }

    @Test
    void anAnswerFromThePhoneQuotesWhatWasReceived() {
        String received = cloud.received("wamid.question", SOMEBODY);
        JsonObject echo = echo("wamid.answer", "text", new JsonObject().put("body", "yes"));
        body(echo).put("context", new JsonObject().put("id", "wamid.question"));
        tell(echo);
        messages().body("data[0].quotedMessageId", equalTo(received));
        tell(echo(
                "wamid.thumb",
                "reaction",
                new JsonObject().put("message_id", "wamid.question").put("emoji", "👍")));
        messages().body("data[0].type", equalTo("reaction")).body("data[0].content.messageId", equalTo(received));
    }

    @Test
    void fetchesAFileThatWasSentFromThePhone() {
        byte[] picture = "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR echo".getBytes(StandardCharsets.ISO_8859_1);
        String file = graph.keepFile(picture, "image/png");
        tell(echo("wamid.picture", "image", new JsonObject().put("id", file).put("mime_type", "image/png")));
        await().untilAsserted(
                        () -> messages().body("data", hasSize(1)).body("data[0].content.mediaId", notNullValue()));
        messages()
                .body("data[0].direction", equalTo("outbound"))
                .body("data[0].origin", equalTo("phone"))
                .body("data[0].to", equalTo(SOMEBODY));
    }

    @Test
    void keepsAnEchoThatItDoesNotUnderstand() {
        tell(echo("wamid.revoke", "revoke", new JsonObject().put("original_message_id", "wamid.x")));
        messages()
                .body("data[0].type", equalTo("unsupported"))
                .body("data[0].origin", equalTo("phone"))
                .body("data[0].content.raw.revoke.original_message_id", equalTo("wamid.x"));
    }

    @Test
    void tellsOnceThatAPersonWantsNoMoreMarketing() {
        tell(preference("stop", 1731705721));
        tell(preference("stop", 1731705721));
        tell(preference("resume", 1731705800));
        tell(preference("stop", 1731705721));
        List<Object> data = api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                .path("data.findAll { it.event == 'contact.preferences' }.data");
        assertEquals(2, data.size(), data::toString);
        api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                .then()
                .rootPath("data.findAll { it.event == 'contact.preferences' }[0].data")
                .body("sessionId", equalTo(cloud.session()))
                .body("chatId", equalTo(SOMEBODY))
                .body("phone", equalTo(SOMEBODY))
                .body("name", equalTo("Ann"))
                .body("category", equalTo("marketing_messages"))
                .body("value", equalTo("stop"))
                .body("detail", equalTo("User requested to stop marketing messages"))
                .body("timestamp", equalTo("2024-11-15T21:22:01Z"));
    }

    private JsonObject preference(String value, long at) {
        JsonObject contact = new JsonObject()
                .put("profile", new JsonObject().put("name", "Ann"))
                .put("wa_id", SOMEBODY);
        JsonObject preference = new JsonObject()
                .put("wa_id", SOMEBODY)
                .put("detail", "User requested to " + value + " marketing messages")
                .put("category", "marketing_messages")
                .put("value", value)
                .put("timestamp", at);
        return MetaWebhook.change(
                cloud.number().id(),
                "user_preferences",
                new JsonObject()
                        .put("contacts", new JsonArray().add(contact))
                        .put("user_preferences", new JsonArray().add(preference)));
    }

    private JsonObject echo(String id, String type, JsonObject content) {
        JsonObject message = new JsonObject()
                .put("from", "15550783881")
                .put("to", "+" + SOMEBODY)
                .put("id", id)
                .put("timestamp", "1739319424")
                .put("type", type)
                .put(type, content);
        return MetaWebhook.change(
                cloud.number().id(),
                "smb_message_echoes",
                new JsonObject().put("message_echoes", new JsonArray().add(message)));
    }

    private static JsonObject body(JsonObject echo) {
        return echo.getJsonArray("entry")
                .getJsonObject(0)
                .getJsonArray("changes")
                .getJsonObject(0)
                .getJsonObject("value")
                .getJsonArray("message_echoes")
                .getJsonObject(0);
    }

    private List<String> eventsOf(String messageId) {
        return api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                .path("data.findAll { it.data.messageId == '" + messageId + "' }.event");
    }

    private void tell(JsonObject body) {
        HttpResponse<String> answer = cloud.meta().tell(body);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private ValidatableResponse messages() {
        return api.get("/v1/messages?sessionId=" + cloud.session()).then().statusCode(200);
    }
}
