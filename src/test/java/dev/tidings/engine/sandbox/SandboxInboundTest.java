package dev.tidings.engine.sandbox;

import static dev.tidings.support.Api.assertFailure;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.tidings.access.auth.TestKeys;
import dev.tidings.core.media.Samples;
import dev.tidings.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a person sends to a session. */
@QuarkusTest
class SandboxInboundTest {
    private static final String OGG = "4f6767530002000000000000000000000000000000000000000001134f70757348656164";

    @Inject
    TestKeys keys;

    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @ParameterizedTest
    @CsvSource({
        "image,89504e470d0a1a0a0000000d49484452,image/png",
        "video,00000018667479706d70343200000000,video/mp4",
        "audio," + OGG + ",audio/ogg",
        "document,255044462d312e37,application/pdf"
    })
    void keepsTheFileOfAMessageLikeAnUpload(String type, String beginning, String mimeType) {
        byte[] file = Samples.filled(beginning, 600);
        Map<String, Object> body = inbound(type, "media", base64(file));
        body.put("filename", "from a phone");
        Response message = message(receive(body));
        message.then()
                .body("data.direction", equalTo("inbound"))
                .body("data.type", equalTo(type))
                .body("data.from", equalTo("14155550177"))
                .body("data.content.mimeType", equalTo(mimeType))
                .body("data.content.filename", equalTo("from a phone"))
                .body("data.content.size", equalTo(600));
        assertArrayEquals(
                file,
                api.get("/v1/media/" + message.path("data.content.mediaId")).asByteArray());
    }

    @Test
    void takesAFileThatIsHere() {
        String mediaId = api.request()
                .contentType("image/png")
                .body(Samples.png())
                .post("/v1/media")
                .path("data.mediaId");
        Map<String, Object> body = inbound("image", "mediaId", mediaId);
        body.put("caption", "Look");
        message(receive(body))
                .then()
                .body("data.content.mediaId", equalTo(mediaId))
                .body("data.content.caption", equalTo("Look"));
    }

    @Test
    void takesPlacesPeopleAndReactions() {
        String sent = api.sentText(session, "14155550005");
        message(receive(Map.of(
                        "from",
                        "14155550177",
                        "type",
                        "location",
                        "latitude",
                        52.5,
                        "longitude",
                        13.4,
                        "name",
                        "Here")))
                .then()
                .body("data.type", equalTo("location"))
                .body("data.content.latitude", equalTo(52.5f))
                .body("data.content.name", equalTo("Here"));
        Map<String, Object> ada = Map.of("name", "Ada", "phones", List.of("+14155552671"));
        message(receive(Map.of("from", "14155550177", "type", "contact", "contacts", List.of(ada))))
                .then()
                .body("data.content.contacts[0].name", equalTo("Ada"));
        message(receive(Map.of("from", "14155550177", "type", "reaction", "messageId", sent, "emoji", "👍")))
                .then()
                .body("data.content.emoji", equalTo("👍"))
                .body("data.quotedMessageId", equalTo(sent));
        message(receive(Map.of("from", "14155550177", "type", "text", "text", "Yes", "quotedMessageId", sent)))
                .then()
                .body("data.quotedMessageId", equalTo(sent));
    }

    @Test
    void answersInteractiveMessages() {
        Map<String, Object> reply = Map.of("kind", "button", "id", "yes", "title", "Yes, please");
        message(receive(Map.of("from", "14155550177", "type", "interactive_reply", "reply", reply)))
                .then()
                .body("data.type", equalTo("interactive_reply"))
                .body("data.content", equalTo(reply));
        assertFailure(
                receive(Map.of("from", "14155550177", "type", "interactive_reply")),
                400,
                "missing_required_parameter",
                "reply");
        assertFailure(
                receive(Map.of("from", "14155550177", "type", "interactive_reply", "reply", Map.of("kind", "x"))),
                400,
                "invalid_request",
                "reply.kind");
    }

    @Test
    void refersOnlyToMessagesOfTheSession() {
        String elsewhere = api.sentText(api.connectedSession(), "14155550005");
        for (String id : List.of("msg_none", elsewhere)) {
            assertFailure(
                    receive(Map.of("from", "14155550177", "type", "reaction", "messageId", id, "emoji", "👍")),
                    404,
                    "message_not_found");
        }
    }

    @Test
    void canBeSentOn() {
        Response received = message(receive(inbound("image", "media", base64(Samples.png()))));
        api.post(
                        "/v1/messages/media",
                        Map.of(
                                "sessionId",
                                session,
                                "to",
                                "14155552671",
                                "mediaType",
                                "image",
                                "mediaId",
                                received.path("data.content.mediaId"),
                                "quotedMessageId",
                                received.path("data.messageId")))
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "text,media,aGVsbG8=,media",
        "text,mediaId,media_none,mediaId",
        "text,caption,Look,caption",
        "text,filename,a.txt,filename",
        "image,text,hello,text",
        "image,media,https://example.com/cat.png,media",
        "image,media,!,media",
        "audio,caption,La la la,caption",
        "image,emoji,👍,emoji",
        "text,name,Here,name",
        "text,messageId,msg_none,messageId"
    })
    void refusesWhatDoesNotBelongToTheType(String type, String field, String value, String named) {
        Map<String, Object> body = type.equals("text")
                ? inbound(type, "text", "hello")
                : inbound(type, "media", base64(Samples.filled(OGG, 600)));
        body.put(field, value);
        assertFailure(receive(body), 400, "invalid_request", named);
    }

    @Test
    void tellsWhatIsWrongWithTheFile() {
        assertFailure(receive(inbound("image", "caption", "x")), 400, "missing_required_parameter", "media");
        assertFailure(receive(inbound("location", "latitude", null)), 400, "missing_required_parameter", "latitude");
        assertFailure(receive(inbound("contact", "contacts", null)), 400, "missing_required_parameter", "contacts");
        assertFailure(receive(inbound("reaction", "emoji", "👍")), 400, "missing_required_parameter", "messageId");
        assertFailure(receive(inbound("text", "quoted", null)), 400, "invalid_request", "quoted");
        assertFailure(receive(inbound("image", "media", base64(Samples.text()))), 400, "invalid_media_type", "media");
        byte[] large = Samples.filled("89504e470d0a1a0a", (5 << 20) + 1);
        assertFailure(receive(inbound("image", "media", base64(large))), 400, "media_size_exceeded", "media");
        assertFailure(receive(inbound("image", "mediaId", "media_none")), 404, "media_not_found", "mediaId");
        Map<String, Object> both = inbound("image", "media", base64(Samples.png()));
        both.put("mediaId", "media_none");
        assertFailure(receive(both), 400, "invalid_request", "media");
        assertFailure(receive("{\"media\":\"" + "A".repeat(20 << 20) + "\"}"), 400, "media_size_exceeded")
                .body("error.details.reason", containsString("POST /v1/media"));
    }

    @Test
    void isOfItsOwnAccountOnly() {
        Response received = message(receive(inbound("image", "media", base64(Samples.png()))));
        Api other = Api.withKey(keys.ofAnotherAccount());
        assertFailure(other.get("/v1/media/" + received.path("data.content.mediaId")), 404, "media_not_found");
    }

    private Response receive(Object body) {
        return api.post("/v1/sandbox/sessions/" + session + "/inbound", body);
    }

    private Response message(Response received) {
        return api.get(
                "/v1/messages/" + received.then().statusCode(201).extract().path("data.messageId"));
    }

    private static Map<String, Object> inbound(String type, String field, String value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", "14155550177");
        body.put("type", type);
        body.put(field, value);
        return body;
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }
}
