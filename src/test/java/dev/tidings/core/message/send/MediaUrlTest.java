package dev.tidings.core.message.send;

import static dev.tidings.support.Api.assertFailure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.core.media.Samples;
import dev.tidings.platform.egress.MisbehavingServer;
import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are fetched from URLs of the client's choice, and hosts that misbehave. */
@QuarkusTest
class MediaUrlTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    private static final String PNG = "89504e470d0a1a0a0000000d49484452";

    @Inject
    Pool pool;

    private final byte[] picture = Samples.png();
    private Api api;
    private String session;
    private MisbehavingServer host;
    private long before;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
        // the test before may still be cleaning up
        await().until(() -> unsettled() == 0);
        before = SendMediaTest.files(pool);
    }

    @AfterEach
    void close() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void sendsWhatItFetches() {
        host = MisbehavingServer.that(client -> answer(client, OK + "Content-Length: 600\r\n\r\n", picture));
        Response sent = send("document", url("/menus/To%20day.png?size=full"));
        sent.then().statusCode(200).body("data.mediaType", equalTo("document"));
        Response message = api.get("/v1/messages/" + sent.path("data.messageId"));
        message.then()
                .body("data.content.mimeType", equalTo("image/png"))
                .body("data.content.filename", equalTo("To day.png"))
                .body("data.content.size", equalTo(600));
        assertArrayEquals(
                picture,
                api.get("/v1/media/" + message.path("data.content.mediaId")).asByteArray());
        assertTrue(
                host.heads().get(0).startsWith("GET /menus/To%20day.png?size=full HTTP/1.1"),
                () -> host.heads().toString());
    }

    @Test
    void sendsALargeFileThatComesInPieces() {
        byte[] large = Samples.filled("255044462d312e37", 30 << 20);
        host = MisbehavingServer.that(client -> answer(client, OK + "\r\n", large));
        send("document", url("/large.pdf")).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/cat.png",
                "https://169.254.169.254/latest/meta-data/",
                "http://0x7f.1.1.1.1/cat.png",
                "http://[fd00::1]/cat.png",
                "http://user:secret@127.0.0.1/cat.png",
                "ftp://127.0.0.1/cat.png",
                "file:///etc/passwd",
                "https://",
                "https://nowhere.invalid/cat.png"
            })
    void fetchesFromWhereItMayOnly(String url) {
        assertFailure(send("image", url), 400, "media_url_inaccessible", "media");
        assertNothingKept();
    }

    @Test
    void needsSomebodyWhoAnswers() throws IOException {
        host = MisbehavingServer.thatAnswers("");
        String gone = url("/cat.png");
        assertFailure(send("image", gone), 400, "media_url_inaccessible", "media");
        host.close();
        assertFailure(send("image", gone), 400, "media_url_inaccessible", "media");
        assertNothingKept();
    }

    @ParameterizedTest
    @CsvSource({"302 Found", "404 Not Found", "401 Unauthorized", "500 Oops", "304 Not Modified"})
    void needsAnAnswerThatHasTheFile(String status) {
        host = MisbehavingServer.thatAnswers("HTTP/1.1 " + status
                + "\r\nLocation: http://127.0.0.1/cat.png\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertFailure(send("image", url("/cat.png")), 400, "media_url_inaccessible")
                .body("error.details.field", equalTo("media"))
                .body("error.details.reason", containsString(status.substring(0, 3)));
        assertEquals(1, host.heads().size());
        assertNothingKept();
    }

    @Test
    void takesNoHostThatIsTooSlow() {
        host = MisbehavingServer.that(client -> {
            answer(client, OK + "\r\n", picture);
            host.repeat(client, "x", 100);
        });
        long begun = System.nanoTime();
        assertFailure(send("image", url("/drip.png")), 400, "media_url_inaccessible", "media");
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).compareTo(Duration.ofSeconds(10)) < 0);
        assertNothingKept();
    }

    @Test
    void takesNoHalfOfAFile() {
        host = MisbehavingServer.that(client -> answer(client, OK + "Content-Length: 601\r\n\r\n", picture));
        assertFailure(send("image", url("/half.png")), 400, "media_url_inaccessible", "media");
        assertNothingKept();
    }

    @Test
    void believesAHostThatItsFileIsTooLarge() throws Exception {
        host = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, OK + "Content-Length: 5242881\r\n\r\n");
            host.listenOn(client);
        });
        assertFailure(send("image", url("/large.png")), 400, "media_size_exceeded", "media");
        assertTrue(host.clientGone());
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n", ""})
    void countsForItselfWhenAHostTellsNoSizeAndNeverEnds(String header) throws Exception {
        String more = "x".repeat(64 * 1024);
        String chunk = header.isEmpty() ? more : "10000\r\n" + more + "\r\n";
        String first = new String(Samples.filled(PNG, 64 * 1024), ISO_8859_1);
        host = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, OK + header + "\r\n");
            MisbehavingServer.write(client, header.isEmpty() ? first : "10000\r\n" + first + "\r\n");
            host.repeat(client, chunk, 0);
        });
        assertFailure(send("image", url("/endless.png")), 400, "media_size_exceeded", "media");
        assertTrue(host.clientGone());
        assertNothingKept();
    }

    @Test
    void takesNoMoreThanAHostSaidItWouldSend() {
        host = MisbehavingServer.that(client -> {
            answer(client, OK + "Content-Length: 600\r\n\r\n", picture);
            host.repeat(client, "x".repeat(1000), 0);
        });
        Response sent = send("image", url("/lie.png"));
        sent.then().statusCode(200);
        api.get("/v1/messages/" + sent.path("data.messageId")).then().body("data.content.size", equalTo(600));
    }

    @Test
    void looksAtTheBytesAndNotAtWhatTheHostCallsThem() throws Exception {
        host = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, OK + "Content-Type: image/png\r\n\r\n");
            host.repeat(client, "This is no picture. ".repeat(1000), 0);
        });
        assertFailure(send("image", url("/cat.png")), 400, "invalid_media_type", "media");
        assertTrue(host.clientGone());
        host.close();
        host = MisbehavingServer.thatAnswers(OK + "Content-Type: image/png\r\n\r\n<html><body>Login</body></html>");
        assertFailure(send("document", url("/cat.png")), 400, "invalid_media_type", "media");
        assertNothingKept();
    }

    @Test
    void takesNoEmptyFile() {
        host = MisbehavingServer.thatAnswers(OK + "Content-Length: 0\r\n\r\n");
        assertFailure(send("image", url("/cat.png")), 400, "invalid_request", "media");
        assertNothingKept();
    }

    @Test
    void callsNobodyForAMessageThatCannotBeSent() {
        host = MisbehavingServer.thatAnswers(OK + "\r\n");
        assertFailure(send("session_none", "14155552671", url("/x")), 404, "session_not_found");
        assertFailure(send(api.newSession(), "14155552671", url("/x")), 400, "session_not_connected");
        assertFailure(send(session, "me", url("/x")), 400, "invalid_phone_number", "to");
        assertEquals(List.of(), host.heads());
    }

    private Response send(String kind, String url) {
        Map<String, Object> body = body(session, "14155552671", url);
        body.put("mediaType", kind);
        return api.post("/v1/messages/media", body);
    }

    private Response send(String sessionId, String to, String url) {
        return api.post("/v1/messages/media", body(sessionId, to, url));
    }

    private static Map<String, Object> body(String sessionId, String to, String url) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sessionId", sessionId);
        body.put("to", to);
        body.put("mediaType", "image");
        body.put("media", url);
        return body;
    }

    private String url(String path) {
        return "http://127.0.0.1:" + host.port() + path;
    }

    private static void answer(Socket client, String head, byte[] body) throws IOException {
        MisbehavingServer.write(client, head);
        client.getOutputStream().write(body);
        client.getOutputStream().flush();
    }

    private void assertNothingKept() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertEquals(before, SendMediaTest.files(pool)));
        api.get("/v1/messages?sessionId=" + session).then().body("data", equalTo(List.of()));
    }

    private long unsettled() {
        return pool.query("SELECT count(*) FROM media_blob WHERE state <> 'kept'")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
