package dev.tidings.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.core.media.Samples;
import dev.tidings.platform.egress.MisbehavingServer;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TidingsProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class MediaCrashIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

    @Test
    void aMessageWhoseFileWasBeingFetchedIsSentAfterAKill() throws Exception {
        String picture = new String(Samples.png(), StandardCharsets.ISO_8859_1);
        AtomicInteger calls = new AtomicInteger();
        try (MisbehavingServer host = MisbehavingServer.that(at -> {
                    if (calls.getAndIncrement() == 0) {
                        // until the caller is gone
                        at.getInputStream().read();
                    } else {
                        MisbehavingServer.write(at, OK + picture);
                    }
                });
                TidingsProcess service = TidingsProcess.builder()
                        .property("tidings.egress.allow", "127.0.0.0/8")
                        .start()) {
            ApiClient client = service.client();
            String session = client.connectedSession("crash");
            String bulk = client.post(
                            "/v1/messages/bulk",
                            Map.of("sessionId", session, "messages", List.of(image(host.port()), text())))
                    .requireStatus(201)
                    .data()
                    .path("bulkId")
                    .asText();
            await().atMost(10, SECONDS).until(() -> calls.get() == 1);

            service.kill9();
            service.startAgain();

            ApiClient again = service.client();
            await().atMost(90, SECONDS).untilAsserted(() -> assertEquals(Map.of("sent", 2), progress(again, bulk)));
            assertEquals(2, calls.get());
        }
    }

    private static Map<String, Integer> progress(ApiClient client, String bulk) {
        JsonNode data =
                client.get("/v1/messages/bulk/" + bulk).requireStatus(200).data();
        String status = data.path("progress").fieldNames().next();
        return Map.of(status, data.path("progress").path(status).asInt());
    }

    private static Map<String, String> image(int port) {
        return Map.of(
                "type", "media",
                "to", "14155550005",
                "mediaType", "image",
                "media", "http://127.0.0.1:" + port + "/cat.png");
    }

    private static Map<String, String> text() {
        return Map.of("type", "text", "to", "14155550005", "text", "Look at this");
    }
}
