package dev.tidings.engine.cloud;

import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.MetaWebhook;
import io.restassured.RestAssured;
import java.util.LinkedHashMap;
import java.util.Map;

/** A connected session of the cloud engine, with its number at Meta and the app that sends its webhooks. */
record CloudFixture(Api api, String session, FakeGraph.Number number, MetaWebhook meta) {
    static final String VERIFY_TOKEN = "a phrase of ours";

    static CloudFixture connect(Api api, FakeGraph graph) {
        FakeGraph.Number number = graph.newNumber();
        String secret = "app_secret_of_" + number.id();
        String session = api.post("/v1/sessions", request(number, secret))
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
        return new CloudFixture(api, session, number, new MetaWebhook(baseUrl(), secret));
    }

    static String baseUrl() {
        return "http://localhost:" + RestAssured.port;
    }

    static Map<String, Object> request(FakeGraph.Number number, String secret) {
        return Map.of("name", "shop", "engine", "cloud", "config", number.config(secret, VERIFY_TOKEN));
    }

    /** A request to send, with its session. */
    Map<String, Object> to(String recipient, Object... fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sessionId", session);
        if (recipient != null) {
            body.put("to", recipient);
        }
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        return body;
    }

    /** Our id of a text that a person wrote to the number. */
    String received(String engineId, String from) {
        meta.tell(MetaWebhook.message(number.id(), MetaWebhook.text(engineId, from, "hello")));
        return api.get("/v1/messages?direction=inbound&sessionId=" + session)
                .then()
                .statusCode(200)
                .extract()
                .path("data.find { it.engineMessageId == '" + engineId + "' }.messageId");
    }

    String engineId(String messageId) {
        return api.get("/v1/messages/" + messageId).path("data.engineMessageId");
    }
}
