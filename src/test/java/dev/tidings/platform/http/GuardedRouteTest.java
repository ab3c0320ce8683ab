package dev.tidings.platform.http;

import static dev.tidings.platform.http.HttpProbe.assertFailure;
import static dev.tidings.platform.http.HttpProbe.call;
import static dev.tidings.platform.http.HttpProbe.open;
import static dev.tidings.platform.http.HttpProbe.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.http.route.FilterPriorities;
import dev.tidings.support.LogCapture;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A handler that looks something up before the body is gathered, as authentication does. */
@QuarkusTest
class GuardedRouteTest {

    @Singleton
    static class Guard {
        void install(@Observes Router router) {
            router.route("/v1/*").order(FilterPriorities.AUTHENTICATION).handler(Guard::check);
        }

        private static void check(RoutingContext ctx) {
            String guard = ctx.request().getHeader("X-Guard");
            if (guard == null) {
                ctx.next();
                return;
            }
            if (guard.equals("break")) {
                throw new IllegalStateException("a bug in a handler");
            }
            ctx.request().pause();
            ctx.vertx().setTimer(20, fired -> {
                ctx.request().resume();
                if (guard.equals("pass")) {
                    ctx.next();
                } else {
                    ctx.fail(ApiException.of(ErrorCode.INVALID_API_KEY));
                }
            });
        }
    }

    @Test
    void gathersTheBodyAfterALookup() {
        byte[] body = ("{\"media\":\"" + "A".repeat(5_000_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 5; i++) {
            RawHttp.Answer answer = post("/v1/probe/pictures", body, "Content-Type: application/json", "X-Guard: pass");
            assertEquals(5_000_000, answer.json().path("data").asInt());
        }
        assertEquals(200, call("GET", "/api/v1/errors", "X-Guard: pass").status());
    }

    @Test
    void refusesBeforeTheBodyIsRead() {
        byte[] body = new byte[30 << 20];
        Arrays.fill(body, (byte) ' ');
        assertFailure(post("/v1/probe/pictures", body, "X-Guard: refuse"), ErrorCode.INVALID_API_KEY);
        assertFailure(call("GET", "/v1/nothing", "X-Guard: refuse"), ErrorCode.INVALID_API_KEY);
        assertFailure(call("DELETE", "/api/v1/errors", "X-Guard: refuse"), ErrorCode.INVALID_API_KEY);
        try (RawHttp http = open()) {
            for (int i = 0; i < 3; i++) {
                assertFailure(
                        http.exchange("POST /v1/probe/things HTTP/1.1\r\nHost: x\r\nX-Guard: refuse\r\n"
                                + "Content-Length: 2\r\n\r\n{}"),
                        ErrorCode.INVALID_API_KEY);
                assertEquals(
                        401,
                        http.exchange("HEAD /v1/errors HTTP/1.1\r\nHost: x\r\nX-Guard: refuse\r\n\r\n")
                                .status());
            }
        }
    }

    @Test
    void ordersPipelinedAnswers() {
        try (RawHttp http = open()) {
            http.send("POST /v1/probe/text HTTP/1.1\r\nHost: x\r\nX-Guard: pass\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 5\r\n\r\nfirstGET /v1/nothing HTTP/1.1\r\nHost: x\r\nX-Request-Id: second\r\n\r\n"
                    + "POST /v1/probe/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "X-Request-Id: third\r\nContent-Length: 12\r\n\r\n{\"name\":\"a\"}");
            assertEquals("first", http.receive().json().path("data").asText());
            assertEquals("second", http.receive().header("X-Request-Id"));
            RawHttp.Answer third = http.receive();
            assertEquals("third", third.header("X-Request-Id"));
            assertEquals(201, third.status(), third.text());
        }
    }

    @Test
    void answersABugInAHandler() {
        try (LogCapture log = LogCapture.start()) {
            RawHttp.Answer answer = call("GET", "/v1/errors", "X-Guard: break", "X-Request-Id: broken");
            assertFailure(answer, ErrorCode.INTERNAL_SERVER_ERROR);
            assertTrue(log.errors().stream().anyMatch(line -> "broken".equals(line.requestId())));
        }
    }
}
