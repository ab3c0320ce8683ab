package dev.tidings.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.support.RawHttp;
import dev.tidings.support.RawHttp.Answer;
import dev.tidings.support.TidingsProcess;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, in production mode the answer is the envelope with a status of the table. */
class EnvelopeIT {
    private static final Map<String, Integer> CODES = Map.of(
            "invalid_request", 400,
            "missing_required_parameter", 400,
            "invalid_parameter_type", 400,
            "missing_api_key", 401,
            "invalid_api_key", 401,
            "resource_not_found", 404,
            "session_not_found", 404,
            "message_not_found", 404,
            "method_not_allowed", 405);

    private static final int MEGABYTE = 1 << 20;
    private static final int PATIENCE_MILLIS = 30_000;

    private static TidingsProcess service;

    @BeforeAll
    static void start() {
        service = TidingsProcess.shared();
    }

    @AfterAll
    static void close() {
        if (service != null) {
            service.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v1/nope",
                "/v1/sessions/a/b/c",
                "/api/v1/nope",
                "/api",
                "/api/v2/sessions",
                "/q/nope",
                "/nope",
                "/index.html",
                "/favicon.ico",
                "/v1/keys/key_nope/nope"
            })
    void anUnknownPathIsNotFound(String path) {
        requireFailure("resource_not_found", call("GET", path));
        requireFailure("resource_not_found", call("POST", path, "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sessions/nope, session_not_found",
        "/v1/messages/nope, message_not_found",
        "/v1/errors/nope, resource_not_found"
    })
    void aMalformedIdIsAnUnknownId(String path, String code) {
        requireFailure(code, call("GET", path));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/sessions, GET",
        "PATCH, /v1/messages/text, POST",
        "DELETE, /v1/errors, GET",
        "POST, /v1/sessions/session_a, DELETE",
        "PUT, /api/v1/keys, POST",
        "TRACE, /v1/sessions, GET",
        "BREW, /v1/sessions, GET"
    })
    void aWrongMethodIsToldWhichOnesAreRight(String method, String path, String allowed) {
        Answer answer = call(method, path);
        requireFailure("method_not_allowed", answer);
        assertTrue(Arrays.asList(answer.header("Allow").split(", ")).contains(allowed), answer.header("Allow"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/errors, 200", "/v1/sessions, 200", "/v1/nope, 404", "/nope, 404", "/q/nope, 404"})
    void headAnswersWithoutABody(String path, int status) {
        try (RawHttp http = open()) {
            Answer head = http.exchange("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization() + "\r\n");
            assertEquals(status, head.status());
            assertNotNull(head.header("X-Request-Id"));
            // the next answer on the same connection shows that no stray body came with the first
            Answer next = http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(200, next.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions", "/v1/errors", "/v1/messages/text", "/api/v1/keys"})
    void optionsAnswersWhatThePathTakes(String path) {
        Answer answer = call("OPTIONS", path);
        assertEquals(200, answer.status());
        assertNotNull(answer.header("Allow"));
        assertNotNull(answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions", "/v1/nope", "/q/nope", "/nope"})
    void jsonIsAnsweredWhateverTheClientAccepts(String path) {
        Answer answer = call("GET", path, null, "Accept: text/html");
        assertTrue(answer.header("Content-Type").startsWith("application/json"), answer.header("Content-Type"));
        if (path.equals("/v1/sessions")) {
            assertTrue(answer.status() == 200 || answer.code().equals("invalid_request"), answer.text());
        } else {
            requireFailure("resource_not_found", answer);
        }
    }

    @Test
    void bothBasePathsAnswerTheSame() {
        assertEquals(
                call("GET", "/v1/errors").text(), call("GET", "/api/v1/errors").text());
        assertEquals(200, call("GET", "/api/v1/sessions").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "nope", "[]", "null", "\"text\"", "{\"name\":\"a\",}", "{\"name\":\"a\"}x", "{'name':1}"
            })
    void aBodyThatIsNoJsonObjectIsInvalid(String body) {
        requireFailure("invalid_request", call("POST", "/v1/sessions", body));
    }

    @Test
    void anUnknownFieldIsNamed() {
        Answer answer = call("POST", "/v1/sessions", "{\"name\":\"a\",\"nmae\":\"b\"}");
        requireFailure("invalid_request", answer);
        assertEquals("nmae", answer.field());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_required_parameter | name",
                "{\"name\":null} | missing_required_parameter | name",
                "{\"name\":1} | invalid_parameter_type | name",
                "{\"name\":{}} | invalid_parameter_type | name",
                "{\"name\":\"a\\u0000b\"} | invalid_request | name",
                "{\"name\":\"a\\ud800b\"} | invalid_request | name"
            })
    void aFieldAtFaultIsNamed(String body, String code, String field) {
        Answer answer = call("POST", "/v1/sessions", body);
        requireFailure(code, answer);
        assertEquals(field, answer.field());
        assertFalse(answer.reason().isBlank());
    }

    @ParameterizedTest
    @CsvSource({"limit=zero, invalid_parameter_type", "limit=0, invalid_request", "cursor=garbage, invalid_request"})
    void aQueryValueAtFaultIsNamed(String query, String code) {
        Answer answer = call("GET", "/v1/sessions?" + query);
        requireFailure(code, answer);
        assertEquals(query.substring(0, query.indexOf('=')), answer.field());
    }

    @Test
    void deeplyNestedJsonIsInvalid() {
        String nested = "[".repeat(10_000) + "]".repeat(10_000);
        requireFailure(
                "invalid_request", call("POST", "/v1/sessions", "{\"name\":" + nested + "}"), "invalid_parameter_type");
        requireFailure("invalid_request", call("POST", "/v1/sessions", nested));
    }

    @Test
    void aStringOfAMegabyteIsInvalid() {
        requireFailure("invalid_request", call("POST", "/v1/sessions", "{\"name\":\"" + "n".repeat(MEGABYTE) + "\"}"));
    }

    @Test
    void badUtf8IsInvalid() {
        try (RawHttp http = open()) {
            byte[] body = "{\"name\":\"\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);
            requireFailure(
                    "invalid_request",
                    http.send(post("Content-Length: " + body.length)).send(body).receive());
        }
    }

    @Test
    void anotherMediaTypeIsInvalid() {
        requireFailure("invalid_request", call("POST", "/v1/sessions", "name=a", "Content-Type: text/plain"));
    }

    @Test
    void aBodyAnnouncedAsTooLargeIsRefusedBeforeItCame() {
        try (RawHttp http = open()) {
            requireFailure(
                    "invalid_request",
                    http.send(post("Content-Length: " + (21 * MEGABYTE))).receive());
        }
    }

    @Test
    void aChunkedBodyThatGrowsTooLargeIsRefused() {
        try (RawHttp http = open()) {
            http.send(post("Transfer-Encoding: chunked"));
            byte[] megabyte = new byte[MEGABYTE];
            Arrays.fill(megabyte, (byte) ' ');
            for (int i = 0; i < 21; i++) {
                http.send(Integer.toHexString(MEGABYTE) + "\r\n").send(megabyte).send("\r\n");
            }
            requireFailure("invalid_request", http.send("0\r\n\r\n").receive());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/errors HTTP/1.1\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /v1/errors/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/errors?a=%f HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "!!garbage!!\r\n\r\n",
                "GET\r\n\r\n",
                "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n"
            })
    void whatIsNoProperHttpIsInvalid(String request) {
        try (RawHttp http = open()) {
            requireFailure("invalid_request", http.exchange(request));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 70_000, 300_000})
    void headersWithoutEndAreInvalid(int length) {
        requireFailure("invalid_request", call("GET", "/v1/errors", null, "X-Filler: " + "f".repeat(length)));
        requireFailure("invalid_request", call("GET", "/v1/errors?" + "f".repeat(length)));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sessions, '', missing_api_key",
        "/api/v1/sessions, '', missing_api_key",
        "/v1/nope, '', missing_api_key",
        "/v1/sessions, Authorization: Basic YTpi, missing_api_key",
        "/v1/sessions, 'Authorization: Bearer ', missing_api_key",
        "/v1/sessions, Authorization: Bearer nonsense, invalid_api_key",
        "/v1/sessions, Authorization: Bearer tdg_0000000000000000000000000000000000000000000000, invalid_api_key"
    })
    void withoutAValidKeyNothingElseIsLookedAt(String path, String header, String code) {
        try (RawHttp http = open()) {
            String headers = header.isEmpty() ? "" : header + "\r\n";
            requireFailure(code, http.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"));
            requireFailure(
                    code,
                    http.exchange(
                            "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: 1\r\n\r\n{"));
        }
    }

    @Test
    void theRequestIdOfTheClientIsKept() {
        assertEquals(
                "my-own.id_1",
                call("GET", "/nope", null, "X-Request-Id: my-own.id_1").header("X-Request-Id"));
        assertFalse(call("GET", "/nope", null, "X-Request-Id: not <fit>")
                .header("X-Request-Id")
                .contains("<"));
    }

    private static RawHttp open() {
        return new RawHttp(service.port(), PATIENCE_MILLIS);
    }

    private static String authorization() {
        return "Authorization: Bearer " + service.key() + "\r\n";
    }

    private static String post(String length) {
        return "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + authorization() + length
                + "\r\n\r\n";
    }

    private static Answer call(String method, String path) {
        return call(method, path, null);
    }

    private static Answer call(String method, String path, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization());
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (body != null) {
            if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Content-Type"))) {
                request.append("Content-Type: application/json\r\n");
            }
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        try (RawHttp http = open()) {
            return http.exchange(
                    request.append("\r\n").append(body == null ? "" : body).toString());
        }
    }

    private static void requireFailure(String code, Answer answer, String... orElse) {
        String met = answer.code();
        assertTrue(met.equals(code) || Set.of(orElse).contains(met), () -> answer.status() + " " + shown(answer));
        assertEquals(CODES.get(met), answer.status(), answer.text());
        assertTrue(answer.header("Content-Type").startsWith("application/json"), answer.header("Content-Type"));
        assertNotNull(answer.header("X-Request-Id"), answer.text());
        JsonNode envelope = answer.json();
        assertTrue(
                envelope.path("success").isBoolean()
                        && !envelope.path("success").asBoolean(),
                answer.text());
        assertFalse(envelope.path("error").path("message").asText().isBlank(), answer.text());
        assertFalse(answer.text().matches("(?s).*(Exception|\\bat \\w+\\.|io\\.quarkus|java\\.).*"), answer.text());
    }

    private static String shown(Answer answer) {
        return answer.text().substring(0, Math.min(500, answer.text().length()));
    }
}
