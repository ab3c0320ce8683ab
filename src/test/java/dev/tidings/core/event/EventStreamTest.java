package dev.tidings.core.event;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.Tenant;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventStreamTest {
    @TestHTTPResource("/v1/events/stream")
    URI address;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Stream> open = new ArrayList<>();
    private Api api;
    private String session;

    @BeforeEach
    void open() {
        api = Api.operator();
        session = api.connectedSession();
    }

    @AfterEach
    void close() throws IOException {
        for (Stream stream : open) {
            stream.body.close();
        }
        await().until(() -> {
            Stream next = connect("", null);
            next.body.close();
            return next.status == 200;
        });
    }

    @Test
    void bringsEventsAsTheyHappen() {
        Stream stream = connect("?sessionId=" + session, null);
        String message = api.sentText(session, "14155550005");
        stream.awaitLines("id: evt_", "event: message.sent", "data: {\"id\":\"evt_");
        assertTrue(stream.lines.get(stream.lines.size() - 2).contains(message));
    }

    @Test
    void goesOnWhereAClientLostItsConnection() {
        List<String> ids = await().until(
                        () -> api.get("/v1/events?sessionId=" + session).<List<String>>path("data.id"),
                        found -> found.size() == 2);
        Stream stream = connect("?sessionId=" + session, ids.get(0));
        stream.awaitLines("id: " + ids.get(1), "event: session.connected");
        assertFalse(stream.lines.contains("id: " + ids.get(0)));
    }

    @Test
    void refusesAPlaceThatItDoesNotKnow() {
        assertFailure(
                api.request()
                        .header("Last-Event-ID", "evt_00000000000000000000000000")
                        .get("/v1/events/stream"),
                404,
                "resource_not_found");
    }

    @Test
    void givesAnAccountFiveStreamsAndTakesBackThoseThatAreLeft() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertEquals(200, connect("", null).status);
        }
        assertFailure(api.get("/v1/events/stream"), 429, "concurrent_request_limit_exceeded")
                .header("Retry-After", "1");
        open.remove(0).body.close();
        await().until(() -> connect("", null).status == 200);
    }

    @Test
    void countsNoStreamForAHead() {
        for (int i = 0; i < 6; i++) {
            api.request().head("/v1/events/stream").then().statusCode(200).header("Content-Type", "text/event-stream");
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(200, connect("", null).status);
        }
        api.request().head("/v1/events/stream").then().statusCode(429);
    }

    @Test
    void endsWithinASecondOrTwoOfTheEndOfItsKey() {
        Tenant tenant = Tenant.on("unlimited");
        JsonPath made = tenant.api()
                .post("/v1/keys", Map.of("name", "listener", "scopes", List.of("webhooks:read")))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Stream revoked = connect(made.get("data.key"), "", null);
        Stream other = connect(tenant.api().key(), "", null);
        tenant.api().delete("/v1/keys/" + made.get("data.keyId")).then().statusCode(200);
        await().atMost(Duration.ofSeconds(3)).until(() -> revoked.over.get());
        assertFalse(other.over.get(), "a key that nobody revoked lost its stream");
        tenant.change(Map.of("suspended", true));
        await().atMost(Duration.ofSeconds(3)).until(() -> other.over.get());
    }

    private Stream connect(String query, String lastEventId) {
        return connect(api.key(), query, lastEventId);
    }

    private Stream connect(String key, String query, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + query))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            Stream stream = Stream.of(answer);
            if (stream.status == 200) {
                open.add(stream);
            }
            return stream;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What a stream has delivered, read by its own thread. */
    private record Stream(int status, InputStream body, List<String> lines, AtomicBoolean over) {
        static Stream of(HttpResponse<InputStream> answer) {
            Stream stream =
                    new Stream(answer.statusCode(), answer.body(), new CopyOnWriteArrayList<>(), new AtomicBoolean());
            Thread reader = new Thread(stream::read, "event-stream-reader");
            reader.setDaemon(true);
            reader.start();
            return stream;
        }

        private void read() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
                over.set(true);
            } catch (IOException | UncheckedIOException closed) {
                // the test is over
            }
        }

        void awaitLines(String... starts) {
            await().until(() ->
                    Arrays.stream(starts).allMatch(start -> lines.stream().anyMatch(line -> line.startsWith(start))));
        }
    }
}
