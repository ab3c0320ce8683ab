package dev.tidings.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.core.media.Samples;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TestPostgres;
import dev.tidings.support.TidingsProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two replicas that share nothing but a database, and files in it. */
@Tag("full")
class MediaReplicasIT {
    private static final String ADMIN_KEY = "k7Qz2mVt9sXw4bNc8rLd5gHj3fPy6uEa";
    private static final String SOMEBODY = "14155550005";

    private static TidingsProcess first;
    private static TidingsProcess second;
    private static ApiClient a;
    private static ApiClient b;

    @BeforeAll
    static void start() {
        String database = TestPostgres.running().newDatabase();
        first = replica(database);
        second = replica(database);
        a = first.client();
        b = second.client();
    }

    private static TidingsProcess replica(String database) {
        return TidingsProcess.builder()
                .adminKey(ADMIN_KEY)
                .env("DATABASE_URL", database)
                .property("tidings.media.store", "postgres")
                .property("tidings.egress.allow", "127.0.0.0/8")
                .start();
    }

    @AfterAll
    static void close() {
        try (TidingsProcess one = first;
                TidingsProcess other = second) {
            first = null;
            second = null;
        }
    }

    @Test
    void aFileUploadedToOneReplicaIsSentAndReadThroughTheOther() throws Exception {
        String session = a.connectedSession("files");
        byte[] picture = Samples.filled("89504e470d0a1a0a0000000d49484452", 1_000_000);
        String mediaId = a.send(a.request("/v1/media").POST(BodyPublishers.ofByteArray(picture)))
                .requireStatus(201)
                .data()
                .path("mediaId")
                .asText();

        JsonNode sent = b.post("/v1/messages/media", media(session, "mediaId", mediaId))
                .requireStatus(200)
                .data();

        assertEquals("image", sent.path("mediaType").asText());
        assertArrayEquals(picture, download(b, mediaId));
        b.delete("/v1/media/" + mediaId).requireStatus(200);
        assertEquals("media_not_found", a.get("/v1/media/" + mediaId).code());
    }

    @Test
    void aFileThatSomebodySentIsReadThroughEitherReplica() throws Exception {
        String session = a.connectedSession("inbound");
        byte[] picture = Samples.png();
        String id = a.post(
                        "/v1/sandbox/sessions/" + session + "/inbound",
                        Map.of("from", SOMEBODY, "type", "image", "media", base64(picture)))
                .requireStatus(201)
                .data()
                .path("messageId")
                .asText();
        String mediaId = b.message(id).path("content").path("mediaId").asText();
        assertArrayEquals(picture, download(a, mediaId));
        assertArrayEquals(picture, download(b, mediaId));
    }

    @Test
    void whateverReplicaSendsABulkFetchesItsFiles() throws Exception {
        byte[] picture = Samples.png();
        HttpServer host = host(picture);
        try {
            String url = "http://127.0.0.1:" + host.getAddress().getPort() + "/menu.png";
            List<String> bulks = new ArrayList<>();
            for (ApiClient replica : List.of(a, b)) {
                String session = replica.connectedSession("bulk");
                List<Map<String, String>> messages = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    messages.add(
                            i % 2 == 0
                                    ? item("media", url)
                                    : Map.of("type", "text", "to", SOMEBODY, "text", "number " + i));
                }
                bulks.add(replica.post("/v1/messages/bulk", Map.of("sessionId", session, "messages", messages))
                        .requireStatus(201)
                        .data()
                        .path("bulkId")
                        .asText());
            }
            for (String bulk : bulks) {
                JsonNode done = await().atMost(60, SECONDS)
                        .until(
                                () -> b.get("/v1/messages/bulk/" + bulk).data(),
                                data -> data.path("status").asText().equals("completed"));
                assertEquals(20, done.path("progress").path("sent").asInt(), done::toString);
                String sent = "";
                for (JsonNode item : done.path("messages")) {
                    JsonNode message = a.message(item.path("messageId").asText());
                    String time = message.path("timestamps").path("sent").asText();
                    assertEquals(time, time.compareTo(sent) < 0 ? sent : time, "out of order");
                    sent = time;
                }
            }
        } finally {
            host.stop(0);
        }
    }

    private static HttpServer host(byte[] file) throws IOException {
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        host.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
        });
        host.start();
        return host;
    }

    private static Map<String, String> media(String session, String field, String value) {
        return Map.of("sessionId", session, "to", SOMEBODY, "mediaType", "image", field, value);
    }

    private static Map<String, String> item(String field, String value) {
        return Map.of("type", "media", "to", SOMEBODY, "mediaType", "image", field, value);
    }

    private static byte[] download(ApiClient client, String mediaId) throws Exception {
        return HttpClient.newHttpClient()
                .send(client.request("/v1/media/" + mediaId).build(), BodyHandlers.ofByteArray())
                .body();
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }
}
