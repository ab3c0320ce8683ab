package dev.tidings.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.LogCapture;
import dev.tidings.support.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Throws thousands of broken requests at the server: whatever they are, the answer keeps the contract. */
@QuarkusTest
class FuzzTest {
    private static final int REQUESTS = 5_000;
    private static final Set<Integer> STATUSES = Set.of(200, 201, 400, 401, 403, 404, 405, 409, 422, 429, 503);

    private static final String[] METHODS = {
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "BREW",
        "get",
        "PROPFIND",
        "POST",
        "POST",
        "POST"
    };
    private static final String[] PATHS = {
        "/v1/errors",
        "/v1/probe/things",
        "/v1/probe/things",
        "/api/v1/probe/things",
        "/v1/probe/pictures",
        "/v1/nothing",
        "/",
        "/v1/%zz",
        "/v1/errors/%ff",
        "/v1/errors/a%20b",
        "/v1//errors",
        "/v1/errors/",
        "/q/nothing",
        "/v1/../v1/errors",
        "/v1/probe/things/1",
        "/v1/probe/text",
        "/api/v1/%00",
        "/%2e%2e/x",
        "/v1/errors;m=1",
        "/v1/errors/x%2fy",
        "/nothing/{x}"
    };
    private static final String[] QUERIES = {
        "", "", "", "?limit=x", "?limit=101", "?cursor=zz", "?a=%zz", "?a=b&a=c", "?", "??", "?%00", "?limit=1&limit=y"
    };
    private static final String[] HEADERS = {
        "",
        "",
        "Accept: text/html",
        "Accept: ;;;",
        "Content-Type: text/plain",
        "Content-Type: ;",
        "Content-Type: a/b;c",
        "Expect: miracle",
        "X-Request-Id: ../../x",
        "Authorization: Bearer \u00e9",
        "Content-Encoding: gzip",
        "Cookie: a=b; =;",
        "Accept-Encoding: nonsense;q=x",
        "Accept-Language: *;q=9",
        "Range: bytes=9-1",
        "If-Match: x",
        "Origin: null",
        "X-Forwarded-For: ,,",
        "X-HTTP-Method-Override: DELETE",
        "Accept: */*;q=0",
        "Accept: application/json;q=nan"
    };
    private static final String[] SEEDS = {
        "{\"name\":\"abc\",\"count\":1}",
        "{\"name\":\"a\",\"webhook\":{\"url\":\"https://x\",\"events\":[\"a\"]}}",
        "{\"name\":\"a\",\"messages\":[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"spot\",\"latitude\":1.5}]}",
        "{\"name\":\"a\",\"at\":\"2026-01-31T09:30:00Z\",\"colour\":\"blue\",\"flag\":true,\"ratio\":1e3}",
        "{\"media\":\"AAAA\"}",
        "[]",
        "null",
        "",
        "{\"headers\":{\"a\":\"b\"},\"tags\":[\"x\"]}"
    };
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "1e400",
        "-",
        "\\u0000",
        "\\ud800",
        "\\",
        "\u0000",
        "\u00ff",
        "99999999999999999999",
        "1.5",
        "\"name\":",
        "\"x\":{}",
        "\u00c3\u00a9",
        "NaN",
        "//",
        " "
    };

    private final Random random = new Random(20_260_131);
    private RawHttp http;

    @Test
    void answersEverythingWithinTheContract() {
        try (LogCapture log = LogCapture.start()) {
            for (int i = 0; i < REQUESTS; i++) {
                one(i);
            }
            assertTrue(log.errors().isEmpty(), () -> log.errors().toString());
        } finally {
            close();
        }
    }

    private void one(int number) {
        String method = pick(METHODS);
        byte[] body = method.equals("TRACE") ? new byte[0] : mutate(pick(SEEDS)).getBytes(StandardCharsets.ISO_8859_1);
        String head = head(method, body.length);
        if (http == null) {
            http = HttpProbe.open();
        }
        try {
            RawHttp.Answer answer = http.send(head).send(body).receive(method.equals("HEAD"));
            check(answer, method);
            if ("close".equalsIgnoreCase(answer.header("Connection"))) {
                close();
            }
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(
                    "request " + number + ":\n" + head + new String(body, StandardCharsets.ISO_8859_1), broken);
        }
    }

    private String head(String method, int length) {
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(pick(PATHS))
                .append(pick(QUERIES))
                .append(" HTTP/1.1\r\n");
        if (random.nextInt(50) > 0) {
            head.append("Host: x\r\n");
        }
        if (random.nextInt(4) > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String header = pick(HEADERS);
            head.append(header).append(header.isEmpty() ? "" : "\r\n");
        }
        return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
    }

    private String mutate(String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            if (random.nextBoolean()) {
                text.insert(at, pick(TOKENS));
            } else if (at < text.length()) {
                text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
            }
        }
        return text.toString();
    }

    private static void check(RawHttp.Answer answer, String method) {
        assertTrue(STATUSES.contains(answer.status()), "status " + answer.status());
        assertNotNull(answer.header("X-Request-Id"));
        if (method.equals("HEAD")) {
            assertEquals(0, answer.body().length);
        } else if (answer.status() >= 400) {
            HttpProbe.assertEnvelope(answer);
        } else if (!method.equals("OPTIONS")) {
            assertTrue(answer.json().path("success").asBoolean());
        }
    }

    private void close() {
        if (http != null) {
            http.close();
            http = null;
        }
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
