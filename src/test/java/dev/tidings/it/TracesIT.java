package dev.tidings.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tidings.support.ApiClient;
import dev.tidings.support.TidingsProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Traces as a collector gets them: off until one setting switches them on. */
@Tag("full")
class TracesIT {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            // names of spans are plain text within the encoding
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void oneSettingSwitchesThemOnFromTheRequestToTheEngine() {
        try (TidingsProcess service =
                service().property("quarkus.otel.sdk.disabled", "false").start()) {
            send(service.client());

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> received.stream().anyMatch(text -> text.contains("send by engine"))
                            && received.stream().anyMatch(text -> text.contains("POST /v1/messages/text")));
        }
    }

    @Test
    void theyAreOffByDefault() {
        try (TidingsProcess service = service().start()) {
            send(service.client());
        }
        assertTrue(received.isEmpty());
    }

    private TidingsProcess.Builder service() {
        return TidingsProcess.builder()
                .property("quarkus.otel.exporter.otlp.protocol", "http/protobuf")
                .property(
                        "quarkus.otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort());
    }

    private static void send(ApiClient client) {
        String sessionId = client.connectedSession("traced");
        client.sendText(sessionId, "14155552671", "Where did you come along?").requireStatus(200);
    }
}
