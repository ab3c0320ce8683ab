package dev.tidings.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.RawHttp;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Sends requests over bare sockets and holds every answer against the contract. */
public final class HttpProbe {
    private static final Set<String> ERROR_FIELDS = Set.of("code", "message", "details");

    private HttpProbe() {}

    public static RawHttp open() {
        return new RawHttp(RestAssured.port);
    }

    public static RawHttp.Answer send(String head) {
        try (RawHttp http = open()) {
            return http.exchange(head);
        }
    }

    public static RawHttp.Answer call(String method, String target, String... headers) {
        return send(method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + lines(headers) + "\r\n");
    }

    public static RawHttp.Answer post(String target, String body) {
        return post(target, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    public static RawHttp.Answer post(String target, byte[] body, String... headers) {
        try (RawHttp http = open()) {
            http.send("POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n"
                    + lines(headers) + "\r\n");
            return http.send(body).receive();
        }
    }

    public static void assertFailure(RawHttp.Answer answer, ErrorCode code) {
        assertEnvelope(answer);
        assertEquals(code.code(), answer.code(), answer.text());
    }

    public static void assertFailure(RawHttp.Answer answer, ErrorCode code, String field) {
        assertFailure(answer, code);
        assertEquals(field, answer.field(), answer.text());
        assertNotNull(answer.reason(), answer.text());
    }

    /** The envelope of failures, whole and nothing beside it. */
    public static void assertEnvelope(RawHttp.Answer answer) {
        assertNotNull(answer.header("X-Request-Id"), answer.text());
        assertTrue(String.valueOf(answer.header("Content-Type")).startsWith("application/json"), answer.text());
        JsonNode json = answer.json();
        assertEquals(2, json.size(), answer.text());
        assertTrue(json.path("success").isBoolean() && !json.path("success").asBoolean(), answer.text());
        JsonNode error = json.path("error");
        error.fieldNames().forEachRemaining(name -> assertTrue(ERROR_FIELDS.contains(name), name));
        ErrorCode code = ErrorCode.find(error.path("code").asText()).orElseThrow();
        assertEquals(code.status(), answer.status(), answer.text());
        assertFalse(error.path("message").asText().isBlank());
        for (String leak : new String[] {"Exception", "java.", "io.vertx", "jackson", "dev.tidings", "\tat "}) {
            assertFalse(answer.text().contains(leak), answer.text());
        }
        if (code == ErrorCode.METHOD_NOT_ALLOWED) {
            assertNotNull(answer.header("Allow"));
        }
        if (code.status() == 503) {
            assertNotNull(answer.header("Retry-After"));
        }
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }
}
