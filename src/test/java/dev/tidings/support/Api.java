package dev.tidings.support;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The API as a client calls it, for tests inside the application's JVM; every answer is held against its documentation. */
public final class Api {
    private final String key;
    private final DocumentedAnswers documented;

    private Api(String key) {
        this.key = key;
        this.documented = new DocumentedAnswers(OpenApiDocument.of("http://localhost:" + RestAssured.port));
    }

    /** With the development key: all scopes, the default account. */
    public static Api operator() {
        try {
            return withKey(Files.readString(Path.of(
                            ConfigProvider.getConfig().getValue("tidings.auth.development-key-file", String.class)))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param key null for no key at all */
    public static Api withKey(String key) {
        return new Api(key);
    }

    public String key() {
        return key;
    }

    /** What holds answers against their documentation, for those that come over a bare socket. */
    public DocumentedAnswers documented() {
        return documented;
    }

    public RequestSpecification request() {
        RequestSpecification request = given().filter(documented);
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    public Response get(String path) {
        return request().get(path);
    }

    public Response delete(String path) {
        return request().delete(path);
    }

    public Response post(String path) {
        return request().post(path);
    }

    /** @param body a map, or a JSON text */
    public Response post(String path, Object body) {
        return request().contentType(ContentType.JSON).body(body).post(path);
    }

    /** @param body a map, or a JSON text */
    public Response put(String path, Object body) {
        return request().contentType(ContentType.JSON).body(body).put(path);
    }

    /** The id of a new session that waits to be scanned. */
    public String newSession() {
        return post("/v1/sessions", Map.of("name", "test"))
                .then()
                .statusCode(201)
                .extract()
                .path("data.sessionId");
    }

    /** The id of a new session that is connected. */
    public String connectedSession() {
        String id = newSession();
        scan(id, null);
        return id;
    }

    public void scan(String sessionId, String phoneNumber) {
        Map<String, Object> body = phoneNumber == null ? Map.of() : Map.of("phoneNumber", phoneNumber);
        post("/v1/sandbox/sessions/" + sessionId + "/scan", body)
                .then()
                .statusCode(200)
                .body("data.status", equalTo("connected"));
    }

    public Response sendText(String sessionId, String to, String text) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sessionId", sessionId);
        body.put("to", to);
        body.put("text", text);
        return post("/v1/messages/text", body);
    }

    /** The id of a text that was sent. */
    public String sentText(String sessionId, String to) {
        return sendText(sessionId, to, "hello").then().statusCode(200).extract().path("data.messageId");
    }

    public void awaitMessage(String messageId, String status) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("/v1/messages/" + messageId).then().body("data.status", equalTo(status)));
    }

    public void awaitSession(String sessionId, String status) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("/v1/sessions/" + sessionId).then().body("data.status", equalTo(status)));
    }

    /** Asserts the status and code of a failure, and that it is in the envelope. */
    public static ValidatableResponse assertFailure(Response response, int status, String code) {
        return response.then()
                .statusCode(status)
                .contentType(ContentType.JSON)
                .body("success", equalTo(false))
                .body("error.code", equalTo(code));
    }

    public static void assertFailure(Response response, int status, String code, String field) {
        assertFailure(response, status, code).body("error.details.field", equalTo(field));
    }
}
