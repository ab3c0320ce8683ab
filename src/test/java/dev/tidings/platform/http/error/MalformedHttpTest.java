package dev.tidings.platform.http.error;

import static dev.tidings.platform.http.HttpProbe.assertFailure;
import static dev.tidings.platform.http.HttpProbe.call;
import static dev.tidings.platform.http.HttpProbe.open;
import static dev.tidings.platform.http.HttpProbe.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MalformedHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/%zz",
                "/v1/%ff",
                "/v1/%",
                "/v1/%4",
                "/%zz",
                "/v1/errors/%00",
                "/v1/errors?a=%zz",
                "/v1/errors?a=%00",
                "/v1/errors?a=%c3",
                "/api/v1/%zz",
                "/q/%zz",
                "/v1/errors/%ed%a0%80",
                "/v1/%２０"
            })
    void answersBadPercentEncoding(String target) {
        assertFailure(call("GET", target), ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/errors NOTHTTP\r\nHost: x\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nX-A: a\u0001b\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nX-A\u0000: a\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\n\r\n",
                "POST /v1/errors HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/{x} HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/errors?a=<> HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/errors HTTP/1.1\r\nHost: x\r\nExpect: miracle\r\n\r\n",
                "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/probe/things HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            })
    void answersWhatIsNoHttp(String request) {
        assertFailure(send(request), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void answersFirstAndLaterRequestsOfAConnection() {
        try (RawHttp http = open()) {
            assertEquals(
                    200,
                    http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
            assertFailure(http.exchange("nonsense\r\n\r\n"), ErrorCode.INVALID_REQUEST);
            assertTrue(http.isClosed());
        }
        try (RawHttp http = open()) {
            http.send("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
            assertEquals(200, http.receive().status());
            assertFailure(http.receive(), ErrorCode.INVALID_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_200, 60_000, 70_000, 200_000, 400_000, 2_000_000})
    void answersLinesAndHeadersWithoutEnd(int length) {
        String filler = "x".repeat(length);
        assertFailure(call("GET", "/v1/" + filler), ErrorCode.INVALID_REQUEST, "path");
        assertFailure(call("GET", "/v1/errors?a=" + filler), ErrorCode.INVALID_REQUEST, "path");
        assertFailure(call("GET", "/v1/errors", "X-A: " + filler, "X-B: " + filler), ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", "-1\r\n\r\n"})
    void answersMalformedChunks(String body) {
        assertFailure(
                send("POST /v1/probe/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + body),
                ErrorCode.INVALID_REQUEST);
    }

    @Test
    void speaksTheOldProtocol() {
        RawHttp.Answer answer = send("GET /v1/errors HTTP/1.0\r\n\r\n");
        assertEquals(200, answer.status());
        assertFailure(send("GET /nothing HTTP/1.0\r\n\r\n"), ErrorCode.RESOURCE_NOT_FOUND);
        assertEquals(
                200, send("GET http://x/v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
    }
}
