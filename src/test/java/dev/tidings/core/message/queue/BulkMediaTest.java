package dev.tidings.core.message.queue;

import static dev.tidings.core.message.send.SendMediaTest.base64;
import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidings.core.media.Samples;
import dev.tidings.core.message.send.SendMediaTest;
import dev.tidings.platform.egress.MisbehavingServer;
import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BulkMediaTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

    @Inject
    Pool pool;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @Test
    void sendsFilesWhereverTheyAre() throws Exception {
        String picture = new String(Samples.png(), StandardCharsets.ISO_8859_1);
        try (MisbehavingServer host = MisbehavingServer.thatAnswers(OK + picture)) {
            String bulk = accepted(List.of(
                    item("image", "mediaId", upload(Samples.png())),
                    item("document", "media", base64(Samples.text())),
                    item("image", "media", "http://127.0.0.1:" + host.port() + "/menu.png"),
                    item("image", "media", "data:;base64," + base64(Samples.png()))));
            List<String> ids = awaitCompleted(bulk);
            api.get("/v1/messages/bulk/" + bulk).then().body("data.progress", equalTo(Map.of("sent", 4)));
            for (String id : ids) {
                String mediaId = api.get("/v1/messages/" + id).path("data.content.mediaId");
                api.get("/v1/media/" + mediaId).then().statusCode(200);
            }
            api.get("/v1/messages/" + ids.get(2))
                    .then()
                    .body("data.content.mimeType", equalTo("image/png"))
                    .body("data.content.filename", equalTo("menu.png"));
            assertInOrder(ids);
        }
    }

    @Test
    void letsOnlyThatMessageFailWhoseFileCannotBeFetched() throws Exception {
        try (MisbehavingServer host = MisbehavingServer.thatAnswers("HTTP/1.1 404 Not Found\r\n\r\n");
                MisbehavingServer other = MisbehavingServer.thatAnswers(OK + "no picture")) {
            String url = "http://127.0.0.1:" + host.port() + "/cat.png";
            List<String> ids = awaitCompleted(accepted(List.of(
                    item("image", "media", url),
                    item("image", "media", "http://127.0.0.1:" + other.port() + "/cat.png"),
                    item("image", "media", base64(Samples.png())))));
            api.get("/v1/messages/" + ids.get(0))
                    .then()
                    .body("data.status", equalTo("failed"))
                    .body("data.error.code", equalTo("media_url_inaccessible"))
                    .body("data.content.mediaUrl", equalTo(url));
            api.get("/v1/messages/" + ids.get(1)).then().body("data.error.code", equalTo("invalid_media_type"));
            api.get("/v1/messages/" + ids.get(2)).then().body("data.status", equalTo("sent"));
        }
    }

    @Test
    void fetchesTheFilesAboveTextsAndOfCards() throws Exception {
        String picture = new String(Samples.png(), StandardCharsets.ISO_8859_1);
        try (MisbehavingServer host = MisbehavingServer.thatAnswers(OK + picture);
                MisbehavingServer empty = MisbehavingServer.thatAnswers("HTTP/1.1 404 Not Found\r\n\r\n")) {
            String url = "http://127.0.0.1:" + host.port() + "/menu.png";
            List<String> ids = awaitCompleted(accepted(List.of(
                    interactive(
                            "headerMedia", image("media", url), "buttons", List.of(Map.of("id", "a", "title", "A"))),
                    interactive("cards", List.of(card("mediaId", upload(Samples.png())), card("media", url))),
                    interactive(
                            "cards",
                            List.of(
                                    card("media", base64(Samples.png())),
                                    card("media", "http://127.0.0.1:" + empty.port() + "/menu.png"))))));
            assertKept(ids.get(0), "data.content.headerMedia");
            assertKept(ids.get(1), "data.content.cards[0].headerMedia");
            assertKept(ids.get(1), "data.content.cards[1].headerMedia");
            api.get("/v1/messages/" + ids.get(2))
                    .then()
                    .body("data.status", equalTo("failed"))
                    .body("data.error.code", equalTo("media_url_inaccessible"));
        }
    }

    private void assertKept(String messageId, String file) {
        Response message = api.get("/v1/messages/" + messageId);
        message.then()
                .body("data.error", equalTo(null))
                .body(file + ".mimeType", equalTo("image/png"))
                .body(file + ".mediaUrl", equalTo(null));
        api.get("/v1/media/" + message.path(file + ".mediaId")).then().statusCode(200);
    }

    private static Map<String, Object> interactive(Object... fields) {
        Map<String, Object> item = new LinkedHashMap<>(Map.of("type", "interactive", "to", "14155550005", "body", "x"));
        for (int i = 0; i < fields.length; i += 2) {
            item.put((String) fields[i], fields[i + 1]);
        }
        return item;
    }

    private static Map<String, Object> card(String field, String value) {
        return Map.of(
                "headerMedia", image(field, value), "ctaUrl", Map.of("button", "See", "url", "https://example.com"));
    }

    private static Map<String, Object> image(String field, String value) {
        return Map.of("mediaType", "image", field, value);
    }

    @Test
    void fetchesNothingForAMessageThatWasCancelled() throws Exception {
        try (MisbehavingServer host = MisbehavingServer.thatAnswers(OK)) {
            api.post("/v1/sandbox/sessions/" + session + "/disconnect").then().statusCode(200);
            String bulk = accepted(List.of(item("image", "media", "http://127.0.0.1:" + host.port() + "/cat.png")));
            api.delete("/v1/messages/bulk/" + bulk).then().body("data.status", equalTo("cancelled"));
            api.post("/v1/sessions/" + session + "/restart").then().statusCode(200);
            awaitCompleted(accepted(List.of(item("image", "media", base64(Samples.png())))));
            assertEquals(List.of(), host.heads());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "media,bm8gcGljdHVyZQ==,400,invalid_media_type",
        "media,!,400,invalid_request",
        "mediaId,media_none,404,media_not_found",
        "mediaType,hologram,400,invalid_media_type"
    })
    void isRefusedWholeForOneBadFile(String field, String value, int status, String code) {
        long before = SendMediaTest.files(pool);
        Map<String, Object> good = item("image", "media", base64(Samples.png()));
        Map<String, Object> bad = item("image", field, value);
        bad.putIfAbsent("media", field.equals("mediaId") ? null : base64(Samples.png()));
        assertFailure(bulk(List.of(good, bad)), status, code, "messages[1]." + field);
        assertEquals(before, SendMediaTest.files(pool));
    }

    @Test
    void countsTheSizeOfEveryFile() {
        byte[] large = Samples.filled("89504e470d0a1a0a", (5 << 20) + 1);
        assertFailure(
                bulk(List.of(item("image", "mediaId", upload(large)))),
                400,
                "media_size_exceeded",
                "messages[0].mediaId");
    }

    private String accepted(List<Map<String, Object>> messages) {
        return bulk(messages).then().statusCode(201).extract().path("data.bulkId");
    }

    private Response bulk(List<Map<String, Object>> messages) {
        return api.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", messages));
    }

    private List<String> awaitCompleted(String bulk) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> api.get("/v1/messages/bulk/" + bulk).then().body("data.status", equalTo("completed")));
        return api.get("/v1/messages/bulk/" + bulk).path("data.messages.messageId");
    }

    private void assertInOrder(List<String> ids) {
        List<Instant> times = ids.stream()
                .map(id -> Instant.parse(api.get("/v1/messages/" + id).path("data.timestamps.sent")))
                .toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    private String upload(byte[] file) {
        return api.request()
                .contentType("image/png")
                .body(file)
                .post("/v1/media")
                .path("data.mediaId");
    }

    private static Map<String, Object> item(String kind, String field, String value) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", "media");
        item.put("to", "14155550005");
        item.put("mediaType", kind);
        item.put(field, value);
        return item;
    }
}
