package dev.tidings.webhook.endpoint;

import static dev.tidings.support.Api.assertFailure;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.support.Api;
import dev.tidings.support.FreePort;
import dev.tidings.support.WebhookReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each code of an endpoint by each of its real causes. */
@QuarkusTest
class WebhookCodesTest {
    @Inject
    Pool pool;

    private WebhookReceiver receiver;
    private Api api;

    @BeforeEach
    void open() {
        receiver = WebhookReceiver.start();
        api = Api.operator();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aRefusedConnectionIsUnreachable() throws IOException {
        unreachable("http://127.0.0.1:" + FreePort.find() + "/", "No connection");
    }

    @Test
    void aNameThatLeadsNowhereIsUnreachable() {
        unreachable("http://nowhere.invalid/", "cannot be resolved");
    }

    @Test
    void aServerWithoutTrustedTlsIsUnreachable() {
        unreachable("https://127.0.0.1:" + receiver.port() + "/", "TLS");
    }

    @Test
    void aConnectionThatIsClosedIsUnreachable() {
        receiver.on("/", WebhookReceiver.hangUp());
        unreachable(receiver.url("/"), "closed the connection");
    }

    @Test
    void everyAnswerButA2xxIsUnreachable() {
        for (int status : new int[] {301, 307, 400, 404, 410, 429, 500, 503}) {
            receiver.on("/", WebhookReceiver.status(status, Map.of("Location", receiver.url("/other")), ""));
            unreachable(receiver.url("/"), "answered " + status);
        }
        assertEquals(0, receiver.received("/other").size());
        for (int status : new int[] {200, 201, 202, 204}) {
            receiver.on("/", WebhookReceiver.status(status));
            test(receiver.url("/")).then().statusCode(200).body("data.httpStatus", equalTo(status));
        }
    }

    /** All at the same time, as each takes its five seconds. */
    @Test
    void whatIsNotAnsweredWholeWithinFiveSecondsIsATimeout() {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> timedOut(WebhookReceiver.hang()), callers),
                            CompletableFuture.runAsync(() -> timedOut(WebhookReceiver.after(5_100)), callers),
                            CompletableFuture.runAsync(() -> timedOut(WebhookReceiver.drip(200)), callers),
                            CompletableFuture.runAsync(() -> inTime(WebhookReceiver.after(4_500)), callers))
                    .join();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void anAddressThatHasBecomeForbiddenIsInvalid() {
        String id = created(receiver.url("/"));
        pool.preparedQuery("UPDATE webhook SET url = 'http://10.1.2.3/' WHERE id = $1")
                .executeAndAwait(Tuple.of(id));
        assertFailure(api.post("/v1/webhooks/" + id + "/test"), 400, "invalid_webhook_url", "url");
    }

    private void inTime(WebhookReceiver.Script slow) {
        try (WebhookReceiver own = WebhookReceiver.start().on("/", slow)) {
            test(own.url("/")).then().statusCode(200);
        }
    }

    /** Late, but not too late, and with no connection left. */
    private void timedOut(WebhookReceiver.Script slow) {
        try (WebhookReceiver own = WebhookReceiver.start().on("/", slow)) {
            String id = created(own.url("/"));
            long begun = System.nanoTime();
            assertFailure(api.post("/v1/webhooks/" + id + "/test"), 400, "webhook_response_timeout", "url");
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.compareTo(Duration.ofMillis(4_900)) > 0, "took " + took);
            assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, "took " + took);
            await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertEquals(0, own.openConnections()));
        }
    }

    private void unreachable(String url, String reason) {
        assertFailure(test(url), 400, "webhook_url_unreachable")
                .body("error.details.field", equalTo("url"))
                .body("error.details.reason", containsString(reason));
    }

    private Response test(String url) {
        return api.post("/v1/webhooks/" + created(url) + "/test");
    }

    /** Disabled, so that events of other tests do not come to it. */
    private String created(String url) {
        String id = api.post("/v1/webhooks", Map.of("url", url, "events", List.of("*"), "enabled", false))
                .then()
                .statusCode(201)
                .extract()
                .path("data.webhookId");
        return id;
    }
}
