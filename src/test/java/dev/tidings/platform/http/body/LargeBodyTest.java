package dev.tidings.platform.http.body;

import static dev.tidings.platform.http.HttpProbe.assertFailure;
import static dev.tidings.platform.http.HttpProbe.open;
import static dev.tidings.platform.http.HttpProbe.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.HttpProbe;
import dev.tidings.support.LogCapture;
import dev.tidings.support.NarrowSettings;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NarrowSettings.class)
class LargeBodyTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String JSON = "Content-Type: application/json\r\n";

    @Test
    void takesABodyOfTwentyMegabytes() {
        byte[] body = picture(20 * MEGABYTE);
        RawHttp.Answer answer = post("/v1/probe/pictures", body, "Content-Type: application/json");
        assertEquals(200, answer.status(), answer.text());
        try (RawHttp http = open()) {
            assertEquals(200, chunked(http, "/v1/probe/pictures", body).status());
        }
    }

    @Test
    void pointsToTheUploadWhenMediaIsTooLarge() {
        byte[] body = picture(25 * MEGABYTE);
        RawHttp.Answer answer = post("/v1/probe/pictures", body, "Content-Type: application/json");
        assertFailure(answer, ErrorCode.MEDIA_SIZE_EXCEEDED);
        assertTrue(answer.reason().contains("/v1/media"));
        assertFailure(post("/v1/probe/things", body, "Content-Type: application/json"), ErrorCode.INVALID_REQUEST);
        try (RawHttp http = open()) {
            assertFailure(chunked(http, "/v1/probe/pictures", body), ErrorCode.MEDIA_SIZE_EXCEEDED);
            assertEquals(
                    200,
                    http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
        }
    }

    @Test
    void answersPathAndMethodBeforeTheSize() {
        byte[] body = new byte[25 * MEGABYTE];
        assertFailure(post("/v1/nothing", body), ErrorCode.RESOURCE_NOT_FOUND);
        assertFailure(post("/v1/errors", body), ErrorCode.METHOD_NOT_ALLOWED);
        assertFailure(post("/nothing", body), ErrorCode.RESOURCE_NOT_FOUND);
        try (RawHttp http = open()) {
            assertFailure(chunked(http, "/v1/nothing", body), ErrorCode.RESOURCE_NOT_FOUND);
            assertEquals(
                    200,
                    http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
        }
    }

    @Test
    void givesLeaveToSendOnlyWhatItWillRead() {
        try (RawHttp http = open()) {
            RawHttp.Answer leave = http.exchange("POST /v1/probe/things HTTP/1.1\r\nHost: x\r\n" + JSON
                    + "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n");
            assertEquals(100, leave.status());
            assertEquals(201, http.exchange("{\"name\":\"a\"}").status());
            assertEquals(
                    200,
                    http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
        }
        try (RawHttp http = open()) {
            RawHttp.Answer refused = http.exchange("POST /v1/probe/pictures HTTP/1.1\r\nHost: x\r\n" + JSON
                    + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
            assertFailure(refused, ErrorCode.MEDIA_SIZE_EXCEEDED);
            assertTrue(http.isClosed());
        }
    }

    @Test
    void closesAConnectionWhoseNextBytesMeanNothingCertain() {
        for (String target : new String[] {
            "/nothing", "/v1/nothing", "/v1/errors", "/v1/%ff", "/api/v1/nothing", "/v1/probe/pictures"
        }) {
            try (RawHttp http = open()) {
                String length = target.endsWith("pictures") ? "9223372036854775807" : "10";
                RawHttp.Answer answer = http.exchange("POST " + target + " HTTP/1.1\r\nHost: x\r\n" + JSON
                        + "Expect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n");
                HttpProbe.assertEnvelope(answer);
                assertEquals("close", answer.header("Connection"));
                assertTrue(http.isClosed());
            }
        }
    }

    @Test
    void answersBodiesOfAnyAnnouncedLength() {
        for (String target : new String[] {"/nothing", "/v1/nothing", "/v1/errors", "/v1/probe/pictures"}) {
            try (RawHttp http = open()) {
                HttpProbe.assertEnvelope(http.exchange("POST " + target + " HTTP/1.1\r\nHost: x\r\n" + JSON
                        + "Content-Length: 9223372036854775807\r\n\r\n{"));
            }
        }
    }

    @Test
    void leavesStreamedBodiesToTheirOperation() {
        byte[] body = new byte[30 * MEGABYTE];
        assertEquals(
                body.length,
                post("/v1/probe/stream", body, "Content-Type: image/png")
                        .json()
                        .path("data")
                        .asInt());
        assertEquals(
                body.length,
                post("/api/v1/probe/stream", body, "Content-Type: a/b")
                        .json()
                        .path("data")
                        .asInt());
        try (RawHttp http = open()) {
            assertEquals(
                    100,
                    http.exchange("POST /v1/probe/stream HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                    + "Content-Type: a/b\r\nContent-Length: 2\r\n\r\n")
                            .status());
            assertEquals(2, http.exchange("{}").json().path("data").asInt());
            assertEquals(
                    200,
                    http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n").status());
        }
    }

    @Test
    void ignoresBodiesWhereNoneBelongs() {
        try (RawHttp http = open()) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        200,
                        http.exchange("GET /v1/errors HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                                .status());
                assertEquals(
                        200,
                        http.exchange("DELETE /v1/probe/things/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                                .status());
                assertEquals(
                        200,
                        http.exchange(
                                        "GET /v1/errors HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
                                .status());
            }
        }
    }

    @Test
    void answersABodyThatDoesNotCome() {
        try (RawHttp http = open()) {
            assertFailure(
                    http.exchange(
                            "POST /v1/probe/things HTTP/1.1\r\nHost: x\r\n" + JSON + "Content-Length: 100\r\n\r\n{"),
                    ErrorCode.INVALID_REQUEST);
            assertTrue(http.isClosed());
        }
    }

    @Test
    void takesAClientThatHangsUpForNoError() throws InterruptedException {
        try (LogCapture log = LogCapture.start()) {
            for (int i = 0; i < 20; i++) {
                try (RawHttp http = open()) {
                    http.send("POST /v1/probe/things HTTP/1.1\r\nHost: x\r\n" + JSON + "Content-Length: 100\r\n\r\n{");
                }
                try (RawHttp http = open()) {
                    http.send("POST /v1/probe/things HTTP/1.1\r\nHost: x\r\n" + JSON
                            + "Transfer-Encoding: chunked\r\n\r\n2\r\n{");
                }
                try (RawHttp http = open()) {
                    http.send("GET /v1/errors HTTP/1.1\r\nHost: x\r\n\r\n");
                }
            }
            Thread.sleep(1_500);
            assertTrue(log.errors().isEmpty(), () -> log.errors().toString());
        }
    }

    private static RawHttp.Answer chunked(RawHttp http, String path, byte[] body) {
        http.send("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n");
        for (int from = 0; from < body.length; from += MEGABYTE) {
            byte[] part = Arrays.copyOfRange(body, from, Math.min(body.length, from + MEGABYTE));
            http.send(Integer.toHexString(part.length) + "\r\n").send(part).send("\r\n");
        }
        return http.exchange("0\r\n\r\n");
    }

    private static byte[] picture(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'A');
        byte[] head = "{\"media\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, body, 0, head.length);
        body[size - 2] = '"';
        body[size - 1] = '}';
        return body;
    }
}
