package dev.tidings.platform.http;

import static dev.tidings.platform.http.HttpProbe.assertFailure;
import static dev.tidings.platform.http.HttpProbe.call;
import static dev.tidings.platform.http.HttpProbe.open;
import static dev.tidings.platform.http.HttpProbe.post;
import static dev.tidings.platform.http.HttpProbe.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.LogCapture;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/nothing", "/v1", "/v1/", "/v1/nothing", "/v1/nothing/", "//v1//nothing", "/v1/../../etc/passwd",
                "/v1/./nothing", "/v1/probe/thing", "/api", "/api/v1", "/api/v1/nothing", "/api/v1beta", "/q/nothing",
                        "/q",
                "/v1/errors/a/b", "/favicon.ico", "/v1/nothing;a=b?c=d", "/index.html"
            })
    void answersUnknownPathsInTheEnvelope(String path) {
        for (String accept : List.of("*/*", "text/html", "application/json", "nonsense", "")) {
            RawHttp.Answer answer = call("GET", path, "Accept: " + accept);
            if (!path.equals("/q") || answer.status() == 404) {
                assertFailure(answer, ErrorCode.RESOURCE_NOT_FOUND);
            }
        }
        RawHttp.Answer head = call("HEAD", path);
        assertTrue(head.status() == 404 || path.equals("/q"), path);
        assertEquals(0, head.body().length);
    }

    @Test
    void keepsAConnectionUsableAfterEveryKindOfFailure() {
        try (RawHttp http = open()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        404,
                        http.exchange("HEAD /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n")
                                .status());
                assertEquals(
                        404,
                        http.exchange("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
                                .status());
                assertEquals(
                        200,
                        http.exchange("HEAD /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n")
                                .status());
                assertEquals(
                        405,
                        http.exchange("DELETE /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n")
                                .status());
                assertEquals(
                        404,
                        http.exchange("POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                                .status());
                assertEquals(
                        400,
                        http.exchange("GET /v1/%ff HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                                .status());
                assertEquals(
                        200,
                        http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n")
                                .status());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/v1/errors,GET;HEAD;OPTIONS",
        "POST,/v1/errors/invalid_request,GET;HEAD;OPTIONS",
        "PUT,/v1/probe/things,GET;HEAD;OPTIONS;POST",
        "PUT,/api/v1/probe/things,GET;HEAD;OPTIONS;POST",
        "BREW,/v1/probe/things,GET;HEAD;OPTIONS;POST",
        "GET,/v1/probe/things/7,DELETE;OPTIONS",
        "HEAD,/v1/probe/things/7,DELETE;OPTIONS",
        "TRACE,/v1/probe/things,GET;HEAD;OPTIONS;POST",
    })
    void namesTheMethodsThatAPathTakes(String method, String path, String allow) {
        RawHttp.Answer answer = call(method, path);
        assertEquals(405, answer.status());
        assertEquals(allow.replace(";", ", "), answer.header("Allow"));
        if (!method.equals("HEAD")) {
            assertFailure(answer, ErrorCode.METHOD_NOT_ALLOWED);
        }
    }

    @Test
    void answersOddMethods() {
        assertFailure(call("TRACE", "/"), ErrorCode.METHOD_NOT_ALLOWED);
        assertFailure(call("CONNECT", "/v1/errors"), ErrorCode.METHOD_NOT_ALLOWED);
        assertFailure(call("BREW", "/v1/nothing"), ErrorCode.RESOURCE_NOT_FOUND);
        RawHttp.Answer connect = send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n");
        HttpProbe.assertEnvelope(connect);
    }

    @Test
    void answersOptions() {
        RawHttp.Answer answer = call("OPTIONS", "/v1/probe/things");
        assertEquals(200, answer.status());
        assertEquals("GET, HEAD, OPTIONS, POST", answer.header("Allow"));
        assertEquals(200, call("OPTIONS", "/api/v1/errors").status());
        // a browser that asks has no key, and learns nothing
        for (String path : new String[] {"/v1/sessions", "/v1/nothing", "/nothing", "/q/nothing", "/v1", "/"}) {
            assertEquals(
                    200,
                    send("OPTIONS " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status(),
                    path);
        }
        assertEquals("OPTIONS", call("OPTIONS", "/v1/nothing").header("Allow"));
        RawHttp.Answer server = call("OPTIONS", "*");
        assertEquals(200, server.status());
        assertTrue(server.header("Allow").contains("PATCH"));
    }

    @Test
    void answersUnderBothBasePathsAlike() {
        assertEquals(
                call("GET", "/v1/errors").text(), call("GET", "/api/v1/errors").text());
        RawHttp.Answer answer = call("GET", "/api/v1/probe/things?limit=2&cursor=");
        assertEquals(200, answer.status(), answer.text());
        assertEquals(2, answer.json().path("data").size());
        assertEquals(201, post("/api/v1/probe/things", "{\"name\":\"a\"}").status());
        assertFailure(call("GET", "/api/v1/probe/things?limit=x"), ErrorCode.INVALID_PARAMETER_TYPE, "limit");
    }

    @Test
    void givesEveryAnswerARequestId() {
        for (String path : List.of("/v1/errors", "/q/health/live", "/q/openapi", "/q/nothing", "/nothing", "/v1/%zz")) {
            assertEquals(
                    "my.id-1_A", call("GET", path, "X-Request-Id: my.id-1_A").header("X-Request-Id"), path);
            String made = call("GET", path, "X-Request-Id: " + "x".repeat(129)).header("X-Request-Id");
            assertTrue(made.matches("[0-9a-z]{26}"), path + " " + made);
            assertNotEquals("a b", call("GET", path, "X-Request-Id: a b").header("X-Request-Id"));
        }
        assertEquals("mine", call("GET", "/api/v1/errors", "X-Request-Id: mine").header("X-Request-Id"));
    }

    @Test
    void writesTheRequestIdIntoEveryLineOfTheLog() {
        try (LogCapture log = LogCapture.start()) {
            call("GET", "/v1/probe/thread", "X-Request-Id: on-its-way");
            call("GET", "/v1/probe/fail/bug", "X-Request-Id: failing");
            assertTrue(log.lines().stream()
                    .anyMatch(line -> line.message().equals("on its way") && "on-its-way".equals(line.requestId())));
            assertTrue(log.errors().stream()
                    .anyMatch(line -> line.message().contains("failing") && "failing".equals(line.requestId())));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bug,internal_server_error",
        "argument,internal_server_error",
        "error,internal_server_error",
        "connect,service_unavailable",
        "wrapped,service_unavailable",
        "sql-08006,service_unavailable",
        "sql-53300,service_unavailable",
        "sql-57P01,service_unavailable",
        "sql-57014,service_unavailable",
        "sql-55P03,service_unavailable",
        "sql-42P01,internal_server_error",
        "sql-23505,internal_server_error",
        "sql-22021,internal_server_error",
        "limit,rate_limit_exceeded",
        "sending,message_sending_failed",
        "gone,resource_not_found",
        "teapot,invalid_request",
        "illegal,internal_server_error",
        "not_supported_by_engine,not_supported_by_engine",
        "idempotency_key_in_use,idempotency_key_in_use",
    })
    void translatesFailuresHoweverTheyArrive(String how, String code) {
        for (String way : List.of("fail", "throw")) {
            for (String accept : List.of("application/json", "*/*")) {
                RawHttp.Answer answer = call("GET", "/v1/probe/" + way + "/" + how, "Accept: " + accept);
                assertFailure(answer, ErrorCode.find(code).orElseThrow());
            }
            RawHttp.Answer head = call("HEAD", "/v1/probe/" + way + "/" + how);
            assertEquals(ErrorCode.find(code).orElseThrow().status(), head.status());
        }
    }

    @Test
    void saysWhenToComeAgain() {
        assertEquals("7", call("GET", "/v1/probe/fail/limit").header("Retry-After"));
        assertEquals("5", call("GET", "/v1/probe/fail/connect").header("Retry-After"));
        assertNull(call("GET", "/v1/probe/fail/bug").header("Retry-After"));
        assertEquals(
                "msg_1",
                call("GET", "/v1/probe/fail/sending")
                        .json()
                        .at("/error/details/messageId")
                        .asText());
    }

    @Test
    void answersWhatCannotBeAccepted() {
        assertFailure(call("GET", "/v1/errors", "Accept: text/html"), ErrorCode.INVALID_REQUEST, "Accept");
        assertFailure(call("GET", "/v1/errors", "Accept: nonsense"), ErrorCode.INVALID_REQUEST, "Accept");
        assertEquals(
                200, call("GET", "/v1/errors", "Accept: text/html, */*;q=0.1").status());
        assertFailure(call("GET", "/v1/probe/number?n=x"), ErrorCode.INVALID_PARAMETER_TYPE);
    }

    @Test
    void pagesThroughLists() {
        JsonNode first = call("GET", "/v1/probe/things?limit=3").json();
        assertEquals("e", first.at("/data/0").asText());
        assertTrue(first.at("/page/hasMore").asBoolean());
        String cursor = first.at("/page/nextCursor").asText();
        JsonNode last = call("GET", "/v1/probe/things?limit=3&cursor=" + cursor).json();
        assertEquals(2, last.path("data").size());
        assertTrue(last.at("/page/nextCursor").isNull()
                && !last.at("/page/hasMore").asBoolean());
        assertFailure(call("GET", "/v1/probe/things?limit=0"), ErrorCode.INVALID_REQUEST, "limit");
        assertFailure(call("GET", "/v1/probe/things?cursor=x"), ErrorCode.INVALID_REQUEST, "cursor");
        assertTrue(call("GET", "/v1/probe/at").text().contains("\"2026-01-31T09:30:00Z\""));
        assertEquals(
                "{\"success\":true,\"data\":true}",
                call("GET", "/v1/probe/thread").text());
    }

    @Test
    void publishesTheCatalogue() {
        JsonNode data = call("GET", "/v1/errors").json().path("data");
        assertEquals(ErrorCode.values().length, data.size());
        assertEquals("invalid_api_key", data.at("/0/code").asText());
        assertEquals(401, data.at("/0/status").asInt());
        JsonNode one = call("GET", "/v1/errors/service_unavailable").json().path("data");
        assertTrue(
                one.path("retryable").asBoolean() && !one.path("hint").asText().isBlank());
        assertEquals(5, one.size());
        assertFailure(call("GET", "/v1/errors/nothing"), ErrorCode.RESOURCE_NOT_FOUND);
    }
}
