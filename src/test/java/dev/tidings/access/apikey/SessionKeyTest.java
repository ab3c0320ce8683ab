package dev.tidings.access.apikey;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.access.auth.Scope;
import dev.tidings.support.Api;
import dev.tidings.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key that is limited to one of two sessions: for this key the other one does not exist. */
@QuarkusTest
class SessionKeyTest {
    private static final String SOMEBODY = "14155552671";

    private Tenant tenant;
    private String mine;
    private String other;
    private Api limited;

    @BeforeEach
    void open() {
        tenant = Tenant.on("unlimited");
        mine = tenant.api().connectedSession();
        other = tenant.api().connectedSession();
        limited = Api.withKey(key(Tenant.scopesBut(Scope.ADMIN), List.of(mine)));
    }

    @Test
    void worksWithItsOwnSession() {
        String message = limited.sentText(mine, SOMEBODY);
        limited.get("/v1/sessions/" + mine).then().statusCode(200);
        limited.get("/v1/messages/" + message).then().statusCode(200);
        String bulk = bulk(limited, mine).then().statusCode(201).extract().path("data.bulkId");
        limited.get("/v1/messages/bulk/" + bulk).then().statusCode(200);
        limited.get("/v1/contacts/" + SOMEBODY + "?sessionId=" + mine).then().statusCode(200);
    }

    @Test
    void listsItsOwnSessionAndWhatBelongsToItOnly() {
        String sent = limited.sentText(mine, SOMEBODY);
        tenant.api().sentText(other, SOMEBODY);
        limited.get("/v1/sessions").then().statusCode(200).body("data.sessionId", equalTo(List.of(mine)));
        limited.get("/v1/messages").then().statusCode(200).body("data.messageId", equalTo(List.of(sent)));
        assertFailure(limited.get("/v1/messages?sessionId=" + other), 404, "session_not_found");
    }

    @Test
    void findsNoOtherSession() {
        String path = "/v1/sessions/" + other;
        assertFailure(limited.get(path), 404, "session_not_found");
        assertFailure(limited.get(path + "/qr"), 404, "session_not_found");
        assertFailure(limited.post(path + "/pairing-code", Map.of("phoneNumber", SOMEBODY)), 404, "session_not_found");
        assertFailure(limited.post(path + "/restart"), 404, "session_not_found");
        assertFailure(limited.post(path + "/logout"), 404, "session_not_found");
        assertFailure(limited.delete(path), 404, "session_not_found");
        assertFailure(limited.post("/v1/sandbox/sessions/" + other + "/disconnect"), 404, "session_not_found");
        tenant.api().get(path).then().statusCode(200).body("data.status", equalTo("connected"));
    }

    @Test
    void sendsThroughNoOtherSession() {
        assertFailure(limited.sendText(other, SOMEBODY, "hello"), 404, "session_not_found");
        assertFailure(
                limited.post(
                        "/v1/messages/text",
                        Map.of("sessionId", other, "to", SOMEBODY, "text", "x", "sendAt", "2099-01-01T00:00:00Z")),
                400,
                "invalid_request",
                "sendAt");
        assertFailure(bulk(limited, other), 404, "session_not_found");
        assertFailure(limited.get("/v1/contacts/" + SOMEBODY + "?sessionId=" + other), 404, "session_not_found");
        tenant.api().get("/v1/messages?sessionId=" + other).then().body("data.size()", equalTo(0));
    }

    @Test
    void findsNoMessageOfAnotherSession() {
        String message = tenant.api().sentText(other, SOMEBODY);
        String bulk = bulk(tenant.api(), other).then().statusCode(201).extract().path("data.bulkId");
        assertFailure(limited.get("/v1/messages/" + message), 404, "message_not_found");
        assertFailure(limited.delete("/v1/messages/" + message), 404, "message_not_found");
        assertFailure(limited.post("/v1/messages/" + message + "/read"), 404, "message_not_found");
        assertFailure(limited.get("/v1/messages/bulk/" + bulk), 404, "resource_not_found");
        assertFailure(limited.delete("/v1/messages/bulk/" + bulk), 404, "resource_not_found");
    }

    @Test
    void makesNoOtherSession() {
        assertFailure(limited.post("/v1/sessions", Map.of("name", "mine too")), 403, "insufficient_permissions");
    }

    @Test
    void givesNoSessionThatItDoesNotSee() {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("name", "child", "scopes", List.of("messages:read")));
        limited.post("/v1/keys", body).then().statusCode(201).body("data.sessionIds", equalTo(List.of(mine)));
        body.put("sessionIds", List.of(other));
        assertFailure(limited.post("/v1/keys", body), 404, "session_not_found", "sessionIds[0]");
        body.put("sessionIds", List.of("mine"));
        assertFailure(limited.post("/v1/keys", body), 400, "invalid_request", "sessionIds[0]");
    }

    @Test
    void neverGetsTheAnswerThatAnotherKeyGot() {
        Map<String, Object> body = Map.of("sessionId", other, "to", SOMEBODY, "text", "hello");
        withIdempotencyKey(tenant.api(), body).then().statusCode(200);
        assertFailure(withIdempotencyKey(limited, body), 422, "idempotency_key_reused");
    }

    private static Response withIdempotencyKey(Api api, Map<String, Object> body) {
        return api.request()
                .header("Idempotency-Key", "one for both")
                .contentType("application/json")
                .body(body)
                .post("/v1/messages/text");
    }

    private static Response bulk(Api api, String session) {
        Map<String, String> item = Map.of("type", "text", "to", SOMEBODY, "text", "hello");
        return api.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", List.of(item)));
    }

    private String key(List<String> scopes, List<String> sessions) {
        return tenant.api()
                .post("/v1/keys", Map.of("name", "limited", "scopes", scopes, "sessionIds", sessions))
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
    }
}
