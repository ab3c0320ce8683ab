package dev.tidings.core.message.send;

import static dev.tidings.support.Api.assertFailure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tidings.access.auth.TestKeys;
import dev.tidings.core.media.Samples;
import dev.tidings.support.Api;
import dev.tidings.support.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are sent: in the request itself, or stored here. For those that are fetched see {@link MediaUrlTest}. */
@QuarkusTest
public class SendMediaTest {
    private static final String PATH = "/v1/messages/media";
    private static final String SOMEBODY = "14155552671";
    private static final String OGG = "4f6767530002000000000000000000000000000000000000000001134f70757348656164";

    @Inject
    MovableClock clock;

    @Inject
    TestKeys keys;

    @Inject
    Pool pool;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    public static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("image", "image/png", Samples.png()),
                Arguments.of("image", "image/jpeg", Samples.filled("ffd8ffe000104a464946", 600)),
                Arguments.of("video", "video/mp4", Samples.mp4("isom")),
                Arguments.of("audio", "audio/ogg", Samples.filled(OGG, 600)),
                Arguments.of("document", "text/plain", Samples.text()),
                Arguments.of("document", "image/png", Samples.png()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void sendsAFileThatTheRequestHolds(String kind, String mimeType, byte[] file) {
        for (String media : new String[] {
            base64(file),
            "data:text/html;base64," + base64(file),
            Base64.getMimeEncoder().encodeToString(file)
        }) {
            requireSent(kind, mimeType, file, with(kind, "media", media));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void sendsAFileThatWasUploaded(String kind, String mimeType, byte[] file) {
        requireSent(kind, mimeType, file, with(kind, "mediaId", upload(file)));
    }

    private void requireSent(String kind, String mimeType, byte[] file, Map<String, Object> body) {
        String id = send(body)
                .then()
                .statusCode(200)
                .body("data.status", equalTo("sent"))
                .body("data.mediaType", equalTo(kind))
                .extract()
                .path("data.messageId");
        Response message = api.get("/v1/messages/" + id);
        message.then()
                .body("data.type", equalTo(kind))
                .body("data.to", equalTo(SOMEBODY))
                .body("data.content.mediaType", equalTo(kind))
                .body("data.content.mimeType", equalTo(mimeType))
                .body("data.content.size", equalTo(file.length))
                .body("data.content.sha256", matchesPattern("[0-9a-f]{64}"))
                .body("data.content", not(hasKey("mediaUrl")));
        assertArrayEquals(
                file,
                api.get("/v1/media/" + message.path("data.content.mediaId")).asByteArray());
    }

    @Test
    void tellsNoTypeOfMediaForATextAsItHasNone() {
        api.sendText(session, SOMEBODY, "hello").then().body("data", not(hasKey("mediaType")));
    }

    @Test
    void carriesACaptionAndANameAndAnswersAMessage() {
        String quoted = api.sentText(session, SOMEBODY);
        Map<String, Object> body = with("document", "media", base64(Samples.text()));
        body.put("caption", "😀".repeat(1024));
        body.put("filename", "../Menu of today.txt");
        body.put("quotedMessageId", quoted);
        String id = send(body).then().statusCode(200).extract().path("data.messageId");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.content.caption", equalTo("😀".repeat(1024)))
                .body("data.content.filename", equalTo("Menu of today.txt"))
                .body("data.quotedMessageId", equalTo(quoted));
    }

    @Test
    void tellsNobodyTheNameThatTheFileHasForSomebodyElse() {
        byte[] offer = Samples.filled("255044462d312e37", 600);
        Map<String, Object> toAnn = with("document", "media", base64(offer));
        toAnn.put("filename", "Offer for Ann.pdf");
        toAnn.put("caption", "Dear Ann");
        assertEquals("Offer for Ann.pdf", content(send(toAnn)).get("filename"));
        Map<String, Object> toBob = content(send(with("document", "media", base64(offer))));
        assertFalse(toBob.containsKey("filename"), toBob.toString());
        assertFalse(toBob.containsKey("caption"), toBob.toString());
        String disposition = api.get("/v1/media/" + toBob.get("mediaId")).header("Content-Disposition");
        assertFalse(disposition.contains("Ann"), disposition);

        Map<String, Object> fromEve = Map.of("from", "14155550177", "type", "document", "media", base64(offer));
        String inbound = api.post("/v1/sandbox/sessions/" + session + "/inbound", fromEve)
                .then()
                .statusCode(201)
                .extract()
                .path("data.messageId");
        api.get("/v1/messages/" + inbound).then().body("data.content", not(hasKey("filename")));
        Map<String, Object> later = with("document", "media", base64(offer));
        later.put("sendAt", clock.instant().plusSeconds(3600).toString());
        String queued = send(later).then().statusCode(201).extract().path("data.messageId");
        api.get("/v1/messages/" + queued).then().body("data.content", not(hasKey("filename")));
        api.delete("/v1/messages/" + queued);
    }

    @Test
    void sendsNoPictureThatIsOneByItsNameOnly() {
        byte[] noise = new byte[32];
        Arrays.fill(noise, (byte) 0x91);
        String mediaId = api.request()
                .contentType("image/png")
                .body(noise)
                .post("/v1/media?filename=x.png")
                .path("data.mediaId");
        assertFailure(send(with("image", "mediaId", mediaId)), 400, "invalid_media_type", "mediaId");
        assertFailure(
                send(with("image", "media", "data:image/png;base64," + base64(noise))),
                400,
                "invalid_media_type",
                "media");
        assertEquals(
                "application/octet-stream",
                content(send(with("document", "mediaId", mediaId))).get("mimeType"));
    }

    @Test
    void callsADocumentWhatItsUploadWasCalledUnlessTheMessageSaysOtherwise() {
        String mediaId = api.request()
                .contentType("text/plain")
                .body(Samples.text())
                .post("/v1/media?filename=letter.txt")
                .path("data.mediaId");
        Map<String, Object> body = with("document", "mediaId", mediaId);
        assertEquals("letter.txt", content(send(body)).get("filename"));
        body.put("filename", "for you.txt");
        assertEquals("for you.txt", content(send(body)).get("filename"));
    }

    @Test
    void sendsOnceForARepeatedRequest() {
        Map<String, Object> body = with("image", "media", base64(Samples.filled("89504e470d0a1a0a", 200_000)));
        String key = UUID.randomUUID().toString();
        String first = repeated(key, body).then().statusCode(200).extract().asString();
        assertEquals(first, repeated(key, body).asString());
        body.put("caption", "other");
        assertFailure(repeated(key, body), 422, "idempotency_key_reused", "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverBringsAFileAgainWhenACrashLeftTheAnswerOut(boolean later) {
        String mediaId = upload(Samples.png());
        Map<String, Object> body = with("image", "mediaId", mediaId);
        if (later) {
            body.put("sendAt", clock.instant().plusSeconds(3600).toString());
        }
        String key = UUID.randomUUID().toString();
        String first = repeated(key, body).path("data.messageId");
        api.delete("/v1/media/" + mediaId).then().statusCode(200);
        pool.preparedQuery("UPDATE idempotency SET status = NULL, body = NULL, locked_until = now() WHERE key = $1")
                .executeAndAwait(Tuple.of(key));
        clock.advance(Duration.ofSeconds(1));
        repeated(key, body).then().body("data.messageId", equalTo(first));
    }

    @Test
    void needsExactlyOneSource() {
        Map<String, Object> none = with("image", "caption", "Look");
        assertFailure(send(none), 400, "missing_required_parameter", "media");
        Map<String, Object> both = with("image", "media", base64(Samples.png()));
        both.put("mediaId", upload(Samples.png()));
        assertFailure(send(both), 400, "invalid_request", "media");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mediaType|hologram|invalid_media_type",
                "mediaType|Image|invalid_media_type",
                "media||invalid_request",
                "media|not/base64!|invalid_request",
                "media|/home/me/cat.png|invalid_request",
                "media|www.example.com/cat.png|invalid_request",
                "media|data:image/png,abc|invalid_request",
                "media|data:image/png;base64|invalid_request",
                "media|data:image/png;base64,|invalid_request",
                "caption|LONG|message_too_long",
                "filename|cat.png|invalid_request",
                "to|me|invalid_phone_number"
            })
    void namesTheFieldWithABadValue(String field, String value, String code) {
        Map<String, Object> body = with("image", "media", base64(Samples.png()));
        body.put(field, value == null ? "" : value.replace("LONG", "x".repeat(1025)));
        assertFailure(send(body), 400, code, field);
    }

    @Test
    void letsASoundHaveNoCaption() {
        Map<String, Object> body = with("audio", "media", base64(Samples.filled(OGG, 600)));
        body.put("caption", "La la la");
        assertFailure(send(body), 400, "invalid_request", "caption");
    }

    @ParameterizedTest
    @CsvSource({"image,video", "video,audio", "audio,image"})
    void refusesAFileOfAnotherKind(String kind, String other) {
        byte[] file = (byte[]) files().filter(sample -> sample.get()[0].equals(other))
                .findFirst()
                .orElseThrow()
                .get()[2];
        assertFailure(send(with(kind, "media", base64(file))), 400, "invalid_media_type", "media");
        assertFailure(send(with(kind, "mediaId", upload(file))), 400, "invalid_media_type", "mediaId");
    }

    @Test
    void refusesWhatSomebodysMachineWouldRun() {
        String page = base64("<!DOCTYPE html><html><body>hi</body></html>".getBytes(UTF_8));
        assertFailure(send(with("document", "media", page)), 400, "invalid_media_type", "media");
    }

    @Test
    void refusesAFileThatIsTooLargeForItsKind() {
        byte[] large = Samples.filled("89504e470d0a1a0a0000000d49484452", (5 << 20) + 1);
        assertFailure(send(with("image", "media", base64(large))), 400, "media_size_exceeded", "media");
        assertFailure(send(with("image", "mediaId", upload(large))), 400, "media_size_exceeded", "mediaId");
        byte[] largest = Samples.filled("89504e470d0a1a0a0000000d49484452", 5 << 20);
        send(with("image", "media", base64(largest))).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, "/v1/messages/bulk"})
    void pointsToTheUploadWhenTheBodyIsTooLarge(String path) {
        Response answer = api.post(path, "{\"media\":\"" + "A".repeat(20 << 20) + "\"}");
        assertFailure(answer, 400, "media_size_exceeded")
                .body("error.details.reason", containsString("POST /v1/media"));
    }

    @Test
    void knowsFilesOfItsOwnAccountOnly() {
        String foreign = Api.withKey(keys.ofAnotherAccount())
                .request()
                .contentType("image/png")
                .body(Samples.png())
                .post("/v1/media")
                .path("data.mediaId");
        assertFailure(send(with("image", "mediaId", foreign)), 404, "media_not_found", "mediaId");
        assertFailure(send(with("image", "mediaId", "media_none")), 404, "media_not_found", "mediaId");
    }

    @Test
    void keepsNothingOfARequestThatIsRefused() {
        long before = files(pool);
        Map<String, Object> body = with("image", "media", base64(Samples.png()));
        body.put("sessionId", api.newSession());
        assertFailure(send(body), 400, "session_not_connected");
        body.put("sessionId", session);
        body.put("quotedMessageId", "msg_none");
        assertFailure(send(body), 404, "message_not_found", "quotedMessageId");
        assertFailure(send(with("video", "media", base64(Samples.png()))), 400, "invalid_media_type", "media");
        assertEquals(before, files(pool));
    }

    @Test
    void keepsAFileForAsLongAsItsMessageWaits() {
        Map<String, Object> body = with("image", "media", base64(Samples.png()));
        body.put("sendAt", clock.instant().plus(Duration.ofDays(29)).toString());
        String id = send(body)
                .then()
                .statusCode(201)
                .body("data.status", equalTo("queued"))
                .body("data.mediaType", equalTo("image"))
                .extract()
                .path("data.messageId");
        clock.advance(Duration.ofDays(29));
        api.awaitMessage(id, "read");
        clock.advance(Duration.ofDays(29));
        String mediaId = api.get("/v1/messages/" + id).path("data.content.mediaId");
        api.get("/v1/media/" + mediaId).then().statusCode(200);
    }

    @Test
    void failsWhenItsFileWasDeletedBeforeItsTurn() {
        String mediaId = upload(Samples.png());
        Map<String, Object> body = with("image", "mediaId", mediaId);
        body.put("sendAt", clock.instant().plusSeconds(3600).toString());
        String id = send(body).then().statusCode(201).extract().path("data.messageId");
        api.delete("/v1/media/" + mediaId).then().statusCode(200);
        clock.advance(Duration.ofHours(1));
        api.awaitMessage(id, "failed");
        api.get("/v1/messages/" + id)
                .then()
                .body("data.error.code", equalTo("media_not_found"))
                .body("data.timestamps.sent", nullValue());
    }

    private Response send(Map<String, Object> body) {
        return api.post(PATH, body);
    }

    private Response repeated(String key, Map<String, Object> body) {
        return api.request()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(PATH);
    }

    private Map<String, Object> content(Response sent) {
        String id = sent.then().statusCode(200).extract().path("data.messageId");
        return api.get("/v1/messages/" + id).path("data.content");
    }

    private String upload(byte[] file) {
        return api.request()
                .contentType("application/octet-stream")
                .body(file)
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .path("data.mediaId");
    }

    private Map<String, Object> with(String kind, String field, String value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sessionId", session);
        body.put("to", SOMEBODY);
        body.put("mediaType", kind);
        body.put(field, value);
        return body;
    }

    public static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }

    /** The number of files, plus that of contents that are being stored or removed. */
    public static long files(Pool pool) {
        return pool.query(
                        "SELECT (SELECT count(*) FROM media) + (SELECT count(*) FROM media_blob WHERE state <> 'kept')")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
