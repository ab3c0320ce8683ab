package dev.tidings.platform.egress;

import static dev.tidings.platform.egress.EgressFixture.LIMITS;
import static dev.tidings.platform.egress.EgressFixture.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.platform.egress.EgressResult.Clearance;
import dev.tidings.platform.egress.EgressResult.Cleared;
import dev.tidings.platform.egress.EgressResult.Fetched;
import dev.tidings.platform.egress.EgressResult.Posted;
import dev.tidings.platform.egress.EgressResult.Refused;
import dev.tidings.platform.egress.EgressResult.TimedOut;
import dev.tidings.platform.egress.EgressResult.Unreachable;
import dev.tidings.platform.egress.EgressResult.Unreachable.Kind;
import dev.tidings.platform.egress.ParsedUrl.Refusal;
import dev.tidings.support.FreePort;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedHttpClientTest {
    private static final CallLimits SHORT = CallLimits.within(Duration.ofMillis(300), 1_000_000);

    private final EgressFixture egress = new EgressFixture();
    private final Buffer body = Buffer.buffer();
    private MisbehavingServer server;

    @AfterEach
    void close() throws IOException {
        egress.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void fetchesFromTheCheckedAddressUnderTheName() {
        answering("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello");
        egress.resolving("127.0.0.1");

        Fetched.Ok first = new Fetched.Ok(5, Optional.of("image/png"));
        assertEquals(first, fetch("http://name.invalid:" + server.port() + "/a?b", LIMITS));
        assertEquals(first, fetch("http://name.invalid:" + server.port() + "/a?b", LIMITS));

        assertEquals("hellohello", body.toString());
        String head = server.heads().get(1);
        assertTrue(head.startsWith("GET /a?b HTTP/1.1\r\n"), head);
        assertTrue(head.toLowerCase(Locale.ROOT).contains("\r\nhost: name.invalid:" + server.port() + "\r\n"), head);
        assertTrue(!head.toLowerCase(Locale.ROOT).contains("cookie"), head);
    }

    @Test
    void fetchesFromAnIpv6Address() throws IOException {
        try (MisbehavingServer six = MisbehavingServer.at(
                "::1", 0, client -> MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n\r\nhello"))) {
            assertEquals(new Fetched.Ok(5, Optional.empty()), fetch("http://[0:0::1]:" + six.port() + "/", LIMITS));
            assertTrue(six.heads().get(0).toLowerCase(Locale.ROOT).contains("\r\nhost: [::1]:" + six.port() + "\r\n"));
        }
    }

    @Test
    void aNameThatIsSlowToResolveEndsInTime() {
        egress.resolveNever();

        assertEquals(new Unreachable(Kind.DNS), fetch("http://name.invalid", brief(Duration.ofMillis(100), PATIENCE)));
        assertEquals(new TimedOut(), fetch("http://name.invalid", brief(PATIENCE, Duration.ofMillis(100))));
    }

    @Test
    void aNameThatTurnsPrivateIsNotCalledAgain() throws IOException {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
        egress.resolving("127.0.0.1").resolving("127.0.0.2").resolving("127.0.0.1", "127.0.0.2");
        String url = "http://name.invalid:" + server.port() + "/";

        try (MisbehavingServer inner = MisbehavingServer.at("127.0.0.2", server.port(), client -> {})) {
            assertInstanceOf(Fetched.Ok.class, fetch(url, LIMITS));
            assertEquals(
                    Refusal.Kind.FORBIDDEN_ADDRESS,
                    refused(fetch(url, LIMITS)).refusal().kind());
            assertEquals(
                    Refusal.Kind.FORBIDDEN_ADDRESS,
                    refused(fetch(url, LIMITS)).refusal().kind());
            assertEquals(List.of(), inner.heads());
            assertEquals(1, server.heads().size());
        }
    }

    @Test
    void aBadUrlIsNotCalled() {
        assertEquals(
                Refusal.Kind.SCHEME,
                refused(fetch("file:///etc/passwd", LIMITS)).refusal().kind());
        assertEquals(
                Refusal.Kind.FORBIDDEN_ADDRESS,
                refused(fetch("http://0x7f.2/", LIMITS)).refusal().kind());
        assertInstanceOf(Refused.class, post("http://10.0.0.1", Map.of(), "", LIMITS));
    }

    @Test
    void aUrlIsCheckedWithoutACall() {
        egress.resolving("127.0.0.1").resolving("127.0.0.1", "10.0.0.1");
        Clearance open = check("http://name.invalid");

        assertEquals(
                List.of(EgressFixture.address("127.0.0.1")),
                assertInstanceOf(Cleared.class, open).addresses());
        assertInstanceOf(Refused.class, check("http://name.invalid"));
        egress.resolutions.clear();
        assertEquals(new Unreachable(Kind.DNS), check("http://name.invalid"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) throws IOException {
        try (MisbehavingServer inner = MisbehavingServer.thatAnswers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            answering("HTTP/1.1 " + status + " Moved\r\nLocation: http://127.0.0.1:" + inner.port()
                    + "/\r\nContent-Length: 0\r\n\r\n");

            assertEquals(new Fetched.Status(status), fetch(url(), LIMITS));
            assertEquals(List.of(), inner.heads());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 429, 500, 503})
    void otherAnswersThan2xxAreTold(int status) {
        answering("HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno");

        assertEquals(new Fetched.Status(status), fetch(url(), LIMITS));
        assertEquals(0, body.length());
    }

    @Test
    void anEndlessBodyIsCutAtTheLimit() throws Exception {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n\r\n");
            server.repeat(client, "a".repeat(100), 0);
        });

        assertEquals(new Fetched.TooLarge(1000), fetch(url(), LIMITS));
        assertTrue(body.length() <= 1000);
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void anEndlessChunkedBodyIsCutAtTheLimit() throws Exception {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            server.repeat(client, "5\r\nhello\r\n", 0);
        });

        assertEquals(new Fetched.TooLarge(1000), fetch(url(), LIMITS));
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() {
        answering("HTTP/1.1 200 OK\r\n\r\n" + "a".repeat(1000));

        assertEquals(new Fetched.Ok(1000, Optional.empty()), fetch(url(), LIMITS));
        assertEquals(1000, body.length());
    }

    @Test
    void aTooLargeClaimIsTakenAtItsWord() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");

        assertEquals(new Fetched.TooLarge(1000), fetch(url(), LIMITS));
    }

    @Test
    void aBodyShorterThanItsClaimIsIncomplete() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");

        assertEquals(new Unreachable(Kind.RESET), fetch(url(), LIMITS));
    }

    @Test
    void aBodyLongerThanItsClaimEndsThere() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" + "a".repeat(5000));

        assertEquals(new Fetched.Ok(5, Optional.empty()), fetch(url(), LIMITS));
        assertEquals("hello", body.toString());
    }

    @Test
    void aSlowDripEndsAtTheDeadline() throws Exception {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n\r\n");
            server.repeat(client, "a", 20);
        });

        assertEquals(new TimedOut(), fetch(url(), SHORT));
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void aSlowHeadEndsAtTheDeadline() throws Exception {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n");
            server.repeat(client, "A: b\r\n", 20);
        });

        assertEquals(new TimedOut(), fetch(url(), SHORT));
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void silenceIsNotWaitedFor() throws Exception {
        CallLimits idle = new CallLimits(Duration.ofSeconds(9), Duration.ofMillis(200), Duration.ofSeconds(9), 1000);
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
            server.listenOn(client);
        });

        assertEquals(new TimedOut(), fetch(url(), idle));
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void refusedConnectionsAreTold() throws IOException {
        int port = FreePort.find();
        assertEquals(new Unreachable(Kind.CONNECT), fetch("http://127.0.0.1:" + port, LIMITS));
        assertEquals(new Unreachable(Kind.CONNECT), fetch("https://127.0.0.1:" + port, LIMITS));
    }

    @Test
    void anotherAddressOfTheNameIsTried() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        egress.resolving("127.0.0.3", "::1", "127.0.0.1");

        assertInstanceOf(Fetched.Ok.class, fetch("http://name.invalid:" + server.port(), LIMITS));
    }

    @Test
    void resetsAreTold() {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            client.setSoLinger(true, 0);
        });
        assertEquals(new Unreachable(Kind.RESET), fetch(url(), LIMITS));
    }

    @Test
    void anEmptyAnswerIsToldAsAReset() {
        answering("");

        assertEquals(new Unreachable(Kind.RESET), fetch(url(), LIMITS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void whatIsNotHttpIsTold(String answer) {
        answering(answer);

        assertEquals(new Unreachable(Kind.PROTOCOL), fetch(url(), LIMITS));
    }

    @Test
    void anEndlessHeadIsNotRead() throws Exception {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n");
            server.repeat(client, "A: b\r\n", 0);
        });

        assertEquals(new Unreachable(Kind.PROTOCOL), fetch(url(), LIMITS));
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void theProxyOfTheEnvironmentIsNotAsked() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        System.setProperty("http.proxyHost", "127.0.0.2");
        try {
            assertInstanceOf(Fetched.Ok.class, fetch(url(), LIMITS));
        } finally {
            System.clearProperty("http.proxyHost");
        }
    }

    @Test
    void piecesWaitForTheSink() {
        answering("HTTP/1.1 200 OK\r\n\r\n" + "a".repeat(500_000));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Fetched fetched = egress.client
                .fetch(url(), CallLimits.within(PATIENCE, 1_000_000), piece -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(1))
                            .invoke(inside::decrementAndGet);
                })
                .await()
                .atMost(PATIENCE);

        assertEquals(new Fetched.Ok(500_000, Optional.empty()), fetched);
        assertEquals(1, most.get());
    }

    @Test
    void aFailingSinkEndsTheCall() throws Exception {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n\r\nhello");
            server.listenOn(client);
        });
        IllegalStateException full = new IllegalStateException("disk full");

        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> egress.client
                        .fetch(url(), LIMITS, piece -> Uni.createFrom().failure(full))
                        .await()
                        .atMost(PATIENCE));
        assertSame(full, thrown);
        assertTrue(server.clientGone.await(5, TimeUnit.SECONDS));
    }

    @Test
    void aCancelledCallClosesItsConnection() throws Exception {
        server = MisbehavingServer.that(client -> server.listenOn(client));
        Cancellable call = egress.client
                .fetch(url(), LIMITS, piece -> Uni.createFrom().voidItem())
                .subscribe()
                .with(ignored -> {});
        org.awaitility.Awaitility.await().until(() -> !server.heads().isEmpty());

        call.cancel();

        assertTrue(server.clientGone.await(1, TimeUnit.SECONDS));
    }

    @Test
    void postsABodyAndKeepsTheAnswer() {
        server = MisbehavingServer.that(client -> {
            byte[] sent = client.getInputStream().readNBytes(2);
            MisbehavingServer.write(
                    client,
                    "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\n\r\n" + new String(sent, StandardCharsets.US_ASCII));
        });

        Posted posted = post(url() + "/hook", Map.of("X-A", "b", "Host", "inner", "Content-Length", "0"), "{}", LIMITS);

        assertEquals(new Posted.Answered(429, Optional.of("7"), Buffer.buffer("{}"), false), posted);
        String head = server.heads().get(0).toLowerCase(Locale.ROOT);
        assertTrue(head.startsWith("post /hook http/1.1\r\n"), head);
        assertTrue(head.contains("\r\nx-a: b\r\n") && head.contains("\r\ncontent-length: 2\r\n"), head);
        assertTrue(head.contains("\r\nhost: 127.0.0.1:") && !head.contains("inner"), head);
    }

    @Test
    void aHeaderCannotHoldAnother() {
        answering("HTTP/1.1 200 OK\r\n\r\n");

        assertThrows(IllegalArgumentException.class, () -> post(url(), Map.of("X-A", "b\r\nX-C: d"), "{}", LIMITS));
        assertEquals(List.of(), server.heads());
    }

    @Test
    void aLongAnswerToAPostIsCut() {
        server = MisbehavingServer.that(client -> {
            MisbehavingServer.write(client, "HTTP/1.1 200 OK\r\n\r\n");
            server.repeat(client, "abc", 0);
        });

        Posted.Answered answer = assertInstanceOf(Posted.Answered.class, post(url(), Map.of(), "{}", LIMITS));
        assertEquals(1000, answer.body().length());
        assertTrue(answer.cut());
    }

    @Test
    void aHostThatReadsNothingDoesNotHoldUpThePost() {
        server = MisbehavingServer.that(client -> server.clientGone.await());

        assertEquals(new TimedOut(), post(url(), Map.of(), "a".repeat(30_000_000), SHORT));
    }

    private static CallLimits brief(Duration connect, Duration total) {
        return new CallLimits(connect, total, total, 1000);
    }

    private void answering(String answer) {
        server = MisbehavingServer.thatAnswers(answer);
    }

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private Fetched fetch(String url, CallLimits limits) {
        return egress.client
                .fetch(url, limits, piece -> Uni.createFrom().voidItem().invoke(() -> body.appendBuffer(piece)))
                .await()
                .atMost(PATIENCE);
    }

    private Posted post(String url, Map<String, String> headers, String text, CallLimits limits) {
        return egress.client
                .post(url, headers, Buffer.buffer(text), limits)
                .await()
                .atMost(PATIENCE);
    }

    private Clearance check(String url) {
        return egress.client.check(url, PATIENCE).await().atMost(PATIENCE);
    }

    private static Refused refused(Object outcome) {
        return assertInstanceOf(Refused.class, outcome);
    }
}
