package dev.tidings.engine.cloud;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.MetaWebhook;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One person has one conversation, whatever Meta names them by: a number, an id, or both, in any order. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudPeopleTest {
    FakeGraph graph;

    private Api api;
    private CloudFixture cloud;
    private String number;
    private String userId;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
        number = "1650555" + FakeGraph.nextId().substring(11);
        userId = "US." + FakeGraph.nextId();
    }

    @Test
    void keepsTheChatOfAnIdWhenTheNumberIsShownLater() {
        assertEquals(userId, chatOfMessageFrom(null, userId));
        assertEquals(userId, chatOfMessageFrom(number, userId));
        assertEquals(userId, chatOfMessageFrom(number, null));
        String sent = api.sentText(cloud.session(), number);
        api.get("/v1/messages/" + sent)
                .then()
                .body("data.chatId", equalTo(userId))
                .body("data.to", equalTo(number));
        assertEquals(
                userId,
                api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                        .path("data.find { it.event == 'message.sent' }.data.chatId"));
        api.get("/v1/messages?chatId=" + userId + "&sessionId=" + cloud.session())
                .then()
                .body("data", hasSize(4));
    }

    @Test
    void keepsTheChatOfANumberWhenOnlyTheIdIsNamedLater() {
        assertEquals(number, chatOfMessageFrom(number, userId));
        assertEquals(number, chatOfMessageFrom(null, userId));
        assertEquals(number, chatOfMessageFrom(number, null));
    }

    @Test
    void learnsTheIdOfARecipientFromAStatus() {
        String sent = api.sentText(cloud.session(), number);
        tell(MetaWebhook.status(
                cloud.number().id(),
                MetaWebhook.statusOf(cloud.engineId(sent), "delivered", number, sent)
                        .put("recipient_user_id", userId)));
        assertEquals(number, chatOfMessageFrom(null, userId));
    }

    @Test
    void aMessageToAnotherFormOfANumberBelongsToTheChatOfThePerson() {
        assertEquals(userId, chatOfMessageFrom(null, userId));
        assertEquals(userId, chatOfMessageFrom(number, userId));
        String dialled = "5255" + number.substring(3);
        graph.rename(dialled, number);
        String sent = api.sentText(cloud.session(), dialled);
        api.get("/v1/messages/" + sent).then().body("data.chatId", equalTo(userId));
    }

    @Test
    void joinsTwoChatsThatTurnOutToBeOfOnePerson() {
        assertEquals(number, chatOfMessageFrom(number, null));
        assertEquals(userId, chatOfMessageFrom(null, userId));
        assertEquals(number, chatOfMessageFrom(number, userId), "what was shown first");
        assertEquals(number, chatOfMessageFrom(null, userId));
    }

    @Test
    void aNewOwnerOfANumberGetsAChatOfTheirOwn() {
        assertEquals(userId, chatOfMessageFrom(null, userId));
        assertEquals(userId, chatOfMessageFrom(number, userId));
        String other = "US." + FakeGraph.nextId();
        assertEquals(number, chatOfMessageFrom(number, other));
        assertEquals(number, chatOfMessageFrom(null, other));
        assertEquals(number, chatOfMessageFrom(number, null));
        assertEquals(userId, chatOfMessageFrom(null, userId));
    }

    @Test
    void agreesOnOneChatForMessagesThatArriveTogether() {
        List<CompletableFuture<HttpResponse<String>>> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            told.add(cloud.meta().tellAsync(messageFrom("wamid." + userId + i, i % 2 == 0 ? null : number, userId)));
        }
        told.forEach(answer -> assertEquals(200, answer.join().statusCode()));
        List<String> chats = api.get("/v1/messages?limit=100&sessionId=" + cloud.session())
                .then()
                .body("data", hasSize(12))
                .extract()
                .path("data.chatId");
        assertEquals(1, Set.copyOf(chats).size(), chats::toString);
    }

    @Test
    void aPersonOfOneSessionIsNotKnownToAnother() {
        assertEquals(userId, chatOfMessageFrom(null, userId));
        assertEquals(userId, chatOfMessageFrom(number, userId));
        cloud = CloudFixture.connect(api, graph);
        assertEquals(number, chatOfMessageFrom(number, userId));
    }

    @Test
    void aGroupIsNobodysChat() {
        JsonObject message = MetaWebhook.text("wamid.group" + userId, number, "hello all")
                .put("group_id", "Y2FwaV9ncm91cDox")
                .put("from_user_id", userId);
        tell(MetaWebhook.message(cloud.number().id(), message));
        assertEquals(
                "Y2FwaV9ncm91cDox",
                api.get("/v1/messages?sessionId=" + cloud.session()).path("data[0].chatId"));
        assertEquals(number, chatOfMessageFrom(number, userId));
    }

    private String chatOfMessageFrom(String from, String fromUserId) {
        String id = "wamid." + FakeGraph.nextId();
        tell(messageFrom(id, from, fromUserId));
        return api.get("/v1/messages?direction=inbound&sessionId=" + cloud.session())
                .then()
                .statusCode(200)
                .extract()
                .path("data.find { it.engineMessageId == '" + id + "' }.chatId");
    }

    private JsonObject messageFrom(String id, String from, String fromUserId) {
        JsonObject message = MetaWebhook.text(id, from, "hello");
        if (from == null) {
            message.remove("from");
        }
        if (fromUserId != null) {
            message.put("from_user_id", fromUserId);
        }
        return MetaWebhook.change(
                cloud.number().id(), "messages", new JsonObject().put("messages", new JsonArray().add(message)));
    }

    private void tell(JsonObject body) {
        HttpResponse<String> answer = cloud.meta().tell(body);
        assertEquals(200, answer.statusCode(), answer.body());
    }
}
