package dev.tidings.engine.cloud;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.support.Api;
import dev.tidings.support.FakeGraph;
import dev.tidings.support.FakeGraph.Fault;
import dev.tidings.support.FakeGraphResource;
import dev.tidings.support.MetaWebhook;
import dev.tidings.support.MovableClock;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are sent to Meta and received from it. */
@QuarkusTest
@WithTestResource(value = FakeGraphResource.class, scope = TestResourceScope.GLOBAL)
class CloudMediaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TO = "16505551234";

    FakeGraph graph;

    @Inject
    Engines engines;

    @Inject
    Ids ids;

    @Inject
    MovableClock clock;

    private Api api;
    private CloudFixture cloud;

    @BeforeEach
    void connect() {
        api = Api.operator();
        cloud = CloudFixture.connect(api, graph);
    }

    @Test
    void uploadsAFileOnceAndSendsItByItsId() {
        byte[] picture = file("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR");
        MessageContent.Media image = upload(picture, null, MediaKind.IMAGE, "A picture");
        assertInstanceOf(SendOutcome.Accepted.class, send(image));
        assertInstanceOf(SendOutcome.Accepted.class, send(image));
        List<FakeGraph.Call> uploads = uploads();
        assertEquals(1, uploads.size());
        assertEquals("whatsapp", uploads.get(0).body().getString("messaging_product"));
        assertEquals("image/png", uploads.get(0).body().getString("type"));
        JsonObject sent = graph.messages(cloud.number()).get(0);
        assertEquals("image", sent.getString("type"));
        assertEquals("A picture", sent.getJsonObject("image").getString("caption"));
        assertArrayEquals(picture, graph.file(sent.getJsonObject("image").getString("id")));

        clock.advance(Duration.ofDays(29));
        MessageContent.Media again = upload(picture, null, MediaKind.IMAGE, null);
        assertInstanceOf(SendOutcome.Accepted.class, send(again));
        assertEquals(2, uploads().size(), "Meta keeps it for 30 days");
    }

    @Test
    void sendsADocumentWithItsName() {
        MessageContent.Media document = upload(file("%PDF-1.7\n"), "invoice.pdf", MediaKind.DOCUMENT, "Your invoice");
        assertInstanceOf(SendOutcome.Accepted.class, send(document));
        JsonObject sent = graph.messages(cloud.number()).get(0).getJsonObject("document");
        assertEquals("invoice.pdf", sent.getString("filename"));
        assertEquals("Your invoice", sent.getString("caption"));
    }

    /** Meta would accept them, and they would fail later without a report. */
    @Test
    void refusesWhatMetaDoesNotTakeBeforeItIsKept() {
        byte[] webp = file("RIFF\0\0\0\0WEBP");
        String mediaId = upload(webp, null, MediaKind.DOCUMENT, null).mediaId();
        String base64 = Base64.getEncoder().encodeToString(webp);
        Api.assertFailure(sendMedia("image", "mediaId", mediaId), 400, "invalid_media_type", "mediaId");
        sendMedia("image", "mediaId", mediaId)
                .then()
                .body("error.details.reason", containsString("the engine cloud takes: image/jpeg, image/png"));
        Api.assertFailure(sendMedia("image", "media", base64), 400, "invalid_media_type", "media");
        Api.assertFailure(
                api.post(
                        "/v1/messages/bulk",
                        Map.of(
                                "sessionId",
                                cloud.session(),
                                "messages",
                                List.of(Map.of("type", "media", "to", TO, "mediaType", "image", "media", base64)))),
                400,
                "invalid_media_type",
                "messages[0].media");
        String zip = upload(file("PK\003\004"), null, MediaKind.DOCUMENT, null).mediaId();
        Api.assertFailure(sendMedia("document", "mediaId", zip), 400, "invalid_media_type", "mediaId");
        assertEquals(0, graph.messages(cloud.number()).size());
    }

    private Response sendMedia(String kind, String field, String value) {
        return api.post(
                "/v1/messages/media", Map.of("sessionId", cloud.session(), "to", TO, "mediaType", kind, field, value));
    }

    @Test
    void tellsMetaThatATextIsPlain() {
        byte[] list = ("a,b\n1," + ids.random()).getBytes(StandardCharsets.UTF_8);
        String mediaId = api.request()
                .contentType("text/csv")
                .body(list)
                .post("/v1/media?filename=list.csv")
                .path("data.mediaId");
        sendMedia("document", "mediaId", mediaId).then().statusCode(200);
        assertEquals("text/plain", uploads().get(0).body().getString("type"));
        assertEquals(
                "list.csv",
                graph.messages(cloud.number()).get(0).getJsonObject("document").getString("filename"));
    }

    @Test
    void saysWhyAFileDoesNotGetThere() {
        MessageContent.Media image = upload(file("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"), null, MediaKind.IMAGE, null);
        graph.failFor(
                cloud.number().id() + "/media", Fault.error(400, 131053, 0, "Media upload error", "Unsupported type"));
        assertEquals(ErrorCode.INVALID_MEDIA_TYPE, refusal(send(image)));
        graph.failFor(cloud.number().id() + "/media", new Fault(504, "", Duration.ZERO, Map.of()));
        assertInstanceOf(SendOutcome.Deferred.class, send(image), "no message went out, so nothing is unknown");
        graph.failFor(cloud.number().id() + "/media", new Fault(200, "{}", Duration.ZERO, Map.of()));
        assertInstanceOf(SendOutcome.Deferred.class, send(image), "an upload without an id is none");
        graph.heal(cloud.number().id() + "/media");
        MessageContent.Media gone = new MessageContent.Media(
                MediaKind.IMAGE, ids.next(IdKind.MEDIA), null, "image/png", 7L, "0".repeat(64), null, null);
        assertEquals(ErrorCode.MEDIA_NOT_FOUND, refusal(send(gone)));
        assertEquals(0, graph.messages(cloud.number()).size());
    }

    @Test
    void uploadsAnewWhatMetaDoesNotFindAnyMore() {
        MessageContent.Media image = upload(file("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"), null, MediaKind.IMAGE, null);
        send(image);
        graph.failFor(TO, Fault.code(131053));
        assertEquals(ErrorCode.INVALID_MEDIA_TYPE, refusal(send(image)));
        graph.heal(TO);
        assertInstanceOf(SendOutcome.Accepted.class, send(image));
        assertEquals(2, uploads().size());
    }

    @Test
    void keepsAFileThatComesInAndTellsItOnce() {
        byte[] picture = file("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR");
        String file = graph.keepFile(picture, "image/png");
        JsonObject notice = MetaWebhook.message(
                cloud.number().id(),
                MetaWebhook.messageOf(
                        "wamid.picture",
                        TO,
                        "image",
                        new JsonObject()
                                .put("id", file)
                                .put("mime_type", "image/jpeg")
                                .put("caption", "Look")));
        assertEquals(200, cloud.meta().tell(notice).statusCode());
        assertEquals(200, cloud.meta().tell(notice).statusCode());
        JsonPath message = awaitInbound();
        assertEquals("image", message.getString("data[0].type"));
        assertEquals("Look", message.getString("data[0].content.caption"));
        assertEquals("image/png", message.getString("data[0].content.mimeType"), "the bytes tell");
        String mediaId = message.getString("data[0].content.mediaId");
        assertArrayEquals(picture, api.get("/v1/media/" + mediaId).asByteArray());
        assertEquals(200, cloud.meta().tell(notice).statusCode());
        api.get("/v1/messages?direction=inbound&sessionId=" + cloud.session())
                .then()
                .body("data", hasSize(1));
    }

    @Test
    void tellsAMessageWithoutItsFileWhenThatCannotBeHad() {
        cloud.meta()
                .tell(MetaWebhook.message(
                        cloud.number().id(),
                        MetaWebhook.messageOf(
                                "wamid.gone",
                                TO,
                                "document",
                                new JsonObject()
                                        .put("id", FakeGraph.nextId())
                                        .put("filename", "gone.pdf")
                                        .put("mime_type", "application/pdf"))));
        awaitInbound();
        api.get("/v1/messages?direction=inbound&sessionId=" + cloud.session())
                .then()
                .body("data[0].type", equalTo("document"))
                .body("data[0].content.filename", equalTo("gone.pdf"))
                .body("data[0].media.status", equalTo("failed"))
                .body("data[0].content.mediaId", nullValue());
    }

    @Test
    void reportsAMessageAtOnceAndItsFileWhenItComes() {
        byte[] voice = file("OggS");
        String file = graph.keepFile(voice, "audio/ogg");
        graph.failFor(file, Fault.error(500, 2, 0, "Temporarily unavailable", "later"));
        cloud.meta()
                .tell(MetaWebhook.message(
                        cloud.number().id(),
                        MetaWebhook.messageOf(
                                "wamid.voice",
                                TO,
                                "audio",
                                new JsonObject()
                                        .put("id", file)
                                        .put("mime_type", "audio/ogg; codecs=opus")
                                        .put("voice", true))));
        JsonPath message = awaitInbound();
        assertEquals("pending", message.getString("data[0].media.status"));
        assertEquals(Boolean.TRUE, message.getBoolean("data[0].content.voice"));
        assertEquals("Sheena Nelson", message.getString("data[0].senderName"));
        graph.heal(file);
        clock.advance(Duration.ofSeconds(6));
        String path = "/v1/messages/" + message.getString("data[0].messageId");
        await().atMost(PATIENCE).until(() -> api.get(path).path("data.content.mediaId") != null);
        api.get(path)
                .then()
                .body("data.media", nullValue())
                .body("data.content.voice", equalTo(true))
                .body("data.senderName", equalTo("Sheena Nelson"));
        List<String> events = api.get("/v1/events?limit=100&sessionId=" + cloud.session())
                .then()
                .statusCode(200)
                .extract()
                .path("data.findAll { it.data.messageId != null }.event");
        assertEquals(List.of("message.received", "message.media"), events);
    }

    @Test
    void aDeadTokenThatADownloadMeetsDisconnectsTheSession() {
        String file = graph.keepFile(file("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"), "image/png");
        graph.failFor(file, Fault.code(190));
        cloud.meta()
                .tell(MetaWebhook.message(
                        cloud.number().id(),
                        MetaWebhook.messageOf("wamid.dead", TO, "image", new JsonObject().put("id", file))));
        assertEquals("pending", awaitInbound().getString("data[0].media.status"));
        api.awaitSession(cloud.session(), "disconnected");
        api.get("/v1/sessions/" + cloud.session()).then().body("data.statusReason", equalTo("access_token_invalid"));
    }

    @Test
    void keepsNoProgramThatComesIn() {
        String file = graph.keepFile("#!/bin/sh\nrm -rf /\n".getBytes(StandardCharsets.UTF_8), "text/plain");
        cloud.meta()
                .tell(MetaWebhook.message(
                        cloud.number().id(),
                        MetaWebhook.messageOf(
                                "wamid.program",
                                TO,
                                "document",
                                new JsonObject().put("id", file).put("filename", "a.sh"))));
        awaitInbound();
        api.get("/v1/messages?direction=inbound&sessionId=" + cloud.session())
                .then()
                .body("data[0].content.mediaId", nullValue());
    }

    @Test
    void differentContentIsADifferentUpload() {
        send(upload(file("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"), null, MediaKind.IMAGE, null));
        send(upload(file("%PDF-1.7\n"), "a.pdf", MediaKind.DOCUMENT, null));
        List<JsonObject> sent = graph.messages(cloud.number());
        assertNotEquals(
                sent.get(0).getJsonObject("image").getString("id"),
                sent.get(1).getJsonObject("document").getString("id"));
    }

    /** A file that was never sent before. */
    private static byte[] file(String beginning) {
        byte[] bytes = new byte[600];
        new Random().nextBytes(bytes);
        byte[] head = beginning.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, bytes, 0, head.length);
        return bytes;
    }

    private JsonPath awaitInbound() {
        String path = "/v1/messages?direction=inbound&sessionId=" + cloud.session();
        await().atMost(PATIENCE)
                .until(() -> !api.get(path).jsonPath().getList("data").isEmpty());
        return api.get(path).jsonPath();
    }

    private List<FakeGraph.Call> uploads() {
        return graph.calls(cloud.number()).stream()
                .filter(call -> call.target().endsWith("/media"))
                .toList();
    }

    private MessageContent.Media upload(byte[] bytes, String filename, MediaKind kind, String caption) {
        JsonPath kept = api.request()
                .contentType("application/octet-stream")
                .body(bytes)
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new MessageContent.Media(
                kind,
                kept.getString("data.mediaId"),
                null,
                kept.getString("data.mimeType"),
                kept.getLong("data.size"),
                kept.getString("data.sha256"),
                filename,
                caption);
    }

    private static ErrorCode refusal(SendOutcome outcome) {
        return assertInstanceOf(SendOutcome.Refused.class, outcome).code();
    }

    private SendOutcome send(MessageContent.Media content) {
        return engines.get("cloud")
                .send(new OutboundMessage(cloud.session(), ids.next(IdKind.MESSAGE), TO, content, null))
                .await()
                .atMost(PATIENCE);
    }
}
