package dev.tidings.webhook.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.egress.CallCancellation;
import dev.tidings.platform.egress.EgressResult.Posted;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.support.WebhookReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    GuardedHttpClient http;

    @Inject
    WebhookClient client;

    @Inject
    WebhookSecrets secrets;

    @Inject
    Clock clock;

    @Inject
    Vertx vertx;

    private WebhookReceiver receiver;

    @BeforeEach
    void open() {
        receiver = WebhookReceiver.start();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void closesTheConnectionBeforeATimeoutIsOver() {
        receiver.on("/", WebhookReceiver.hang());
        WebhookClient impatient = new WebhookClient(new Impatient(), secrets, clock);

        Attempt attempt = impatient.send(endpoint(), event()).await().atMost(Duration.ofSeconds(3));

        assertInstanceOf(AttemptOutcome.TimedOut.class, attempt.outcome());
        await().atMost(Duration.ofMillis(500)).untilAsserted(() -> assertEquals(0, receiver.openConnections()));
    }

    @Test
    void leavesNoConnectionAfterManyTimeouts() {
        receiver.on("/", WebhookReceiver.drip(50));
        WebhookClient impatient = new WebhookClient(new Impatient(), secrets, clock);
        List<Uni<Attempt>> many = IntStream.range(0, 50)
                .mapToObj(i -> impatient.send(endpoint(), event()))
                .toList();

        List<Attempt> attempts = Uni.join().all(many).andFailFast().await().atMost(PATIENCE);

        attempts.forEach(attempt -> assertInstanceOf(AttemptOutcome.TimedOut.class, attempt.outcome()));
        await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertEquals(0, receiver.openConnections()));
    }

    @Test
    void isBoundByTheAnnotationToo() {
        assertInstanceOf(
                AttemptOutcome.Delivered.class,
                client.send(endpoint(), event()).await().atMost(PATIENCE).outcome());
        assertTrue(RestAssured.get("/q/metrics")
                .asString()
                .contains("ft_timeout_calls_total{method=\"dev.tidings.webhook.client.TimedPost.post\""));
    }

    @Test
    void readsWhenItIsToComeBack() {
        assertEquals(30L, retryAfter("30"));
        assertEquals(0L, retryAfter("0"));
        String inAMinute = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC));
        assertEquals(60.0, retryAfter(inAMinute), 3.0);
        assertEquals(0L, retryAfter("Wed, 21 Oct 2015 07:28:00 GMT"));
        assertNull(retryAfter("soon"));
        assertNull(retryAfter("-1"));
        assertNull(retryAfter("9999999999999999999"));
    }

    private Long retryAfter(String value) {
        receiver.on("/", WebhookReceiver.status(503, Map.of("Retry-After", value), ""));
        AttemptOutcome outcome =
                client.send(endpoint(), event()).await().atMost(PATIENCE).outcome();
        return assertInstanceOf(AttemptOutcome.Rejected.class, outcome).retryAfterSeconds();
    }

    /** Gives up long before the call does, and leaves it running, as an intercepted method does. */
    private final class Impatient extends TimedPost {
        Impatient() {
            super(http);
        }

        @Override
        Uni<Posted> post(String url, Map<String, String> headers, Buffer body, CallCancellation cancellation) {
            return Uni.createFrom().emitter(emitter -> {
                BackgroundTasks.run(super.post(url, headers, body, cancellation), emitter::complete, emitter::fail);
                vertx.setTimer(300, timer -> emitter.fail(new TimeoutException("too late")));
            });
        }
    }

    private WebhookEndpoint endpoint() {
        Instant now = clock.instant();
        String id = "webhook_00000000000000000000000000";
        return new WebhookEndpoint(
                id,
                "acc_00000000000000000000000000",
                null,
                receiver.url("/"),
                List.of("*"),
                null,
                null,
                secrets.seal(id, WebhookSigner.newSecret()),
                null,
                null,
                true,
                null,
                null,
                null,
                now,
                now);
    }

    private WebhookEvent event() {
        return WebhookPayload.test(
                "evt_00000000000000000000000000", "webhook_00000000000000000000000000", null, clock.instant());
    }
}
