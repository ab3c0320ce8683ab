package dev.tidings.engine.linked.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.noise.NoiseException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** How bytes reach a client, and how they do not. */
class FakeWireTest extends FakeTest {
    private FakeConnection connection;

    private void logIn() {
        companion.link(phone);
        companion.login(0);
        connection = phone.account().device().orElseThrow().connection().orElseThrow();
    }

    private void assertArrives(String tag) {
        assertEquals(tag, companion.socket.next().tag());
    }

    @Test
    void stanzasComeWholeInPiecesInFragmentsAndDeflated() {
        logIn();
        connection.pieces(2);
        connection.send(Node.of("one"));
        connection.pieces(Integer.MAX_VALUE);
        connection.fragments(3);
        connection.send(Node.of("two"));
        connection.deflate();
        connection.send(Node.of("three"));
        assertArrives("one");
        assertArrives("two");
        assertArrives("three");
    }

    @Test
    void stanzasComeTwiceLateAndInAnotherOrder() {
        logIn();
        connection.duplicateNext();
        connection.send(Node.of("twice"));
        connection.swapNext();
        connection.send(Node.of("second"));
        connection.send(Node.of("first"));
        connection.delay(Duration.ofHours(1));
        connection.send(Node.of("late"));
        fake.clock().advance(Duration.ofHours(1));
        assertArrives("twice");
        assertArrives("twice");
        assertArrives("first");
        assertArrives("second");
        assertArrives("late");
    }

    @Test
    void aConnectionIsCutWithinAFrame() {
        logIn();
        connection.cutAfter(10);
        connection.send(Node.of("half"));
        assertNull(companion.socket.next());
    }

    @Test
    void whatIsNotOfTheStreamEndsIt() {
        logIn();
        companion.socket.write(
                new byte[] {0, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});
        assertTrue(companion
                .socket
                .next("stream:error")
                .child("xml-not-well-formed")
                .isPresent());
        logIn();
        connection.sendGarbage(new byte[] {0, 0, 17, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
        assertThrows(NoiseException.class, () -> companion.socket.next());
    }

    @Test
    void connectionsAndHandshakesAreRefused() {
        byte[] payload = companion.registration(Companion.VERSION);
        fake.script().refuseUpgrades(503, 1).showWrongCertificates(1);
        assertThrows(CompletionException.class, () -> companion.connect(payload));
        NoiseException refused = assertThrows(NoiseException.class, () -> companion.connect(payload));
        assertTrue(refused.getMessage().contains("root"));
        assertThrows(
                CompletionException.class,
                () -> new ClientSocket(HttpClient.newHttpClient(), fake.url(), "https://example.com"));
        companion.register();
    }

    @Test
    void aClientMayComeWithAHintWhereItWas() {
        companion.link(phone);
        Bytes hint = Bytes.of(RANDOMNESS.bytes(300));
        companion.connect(fake.url() + "?ED=x", companion.loginPayload(1), hint);
        assertEquals("success", companion.socket.next().tag());
        FakeConnection last = fake.connections().get(fake.connections().size() - 1);
        assertEquals(hint, last.routing());
        assertEquals("/ws/chat?ED=x", last.path());
    }

    @Test
    void theSameServerListensWithTls() throws Exception {
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(fake.certificatePem().getBytes(StandardCharsets.US_ASCII)));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("fake", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        Companion other =
                new Companion(fake, HttpClient.newBuilder().sslContext(tls).build(), RANDOMNESS);
        other.connect(fake.secureUrl(), other.registration(Companion.VERSION), Bytes.EMPTY);
        assertEquals("iq", other.socket.next().tag());
    }

    @Test
    void theNewestVersionIsToldToBrowsers() throws Exception {
        fake.script().publishRevision(1_050_000_000L);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake.versionUrl()));
        assertEquals(
                400,
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode());
        request.header("sec-fetch-site", "none").header("User-Agent", "Mozilla/5.0");
        String page =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        assertTrue(page.contains("\\\"client_revision\\\":1050000000,"), page);
    }

    @Test
    void whoDoesNotAnswerAPingIsCut() {
        logIn();
        connection.pingWithoutId();
        companion.socket.next();
        companion.socket.send(Node.of("iq").with("type", "result").with("to", Jid.SERVER));
        companion.ask("w:p", "get");
        fake.clock().advance(Duration.ofSeconds(21));
        connection.ping();
        companion.answer(companion.socket.next("iq"));
        companion.ask("w:p", "get");
        fake.clock().advance(Duration.ofSeconds(21));
        assertEquals(List.of(), fake.violations());
        connection.ping();
        fake.clock().advance(Duration.ofSeconds(21));
        companion.socket.awaitEnd();
        assertEquals(1, fake.violations().size());
    }

    @Test
    void theServerGoesAwayAndComesBackWhereItWas() {
        logIn();
        String url = fake.url();
        fake.down();
        companion.socket.awaitEnd();
        byte[] payload = companion.loginPayload(1);
        assertThrows(CompletionException.class, () -> companion.connect(payload));
        fake.up();
        assertEquals(url, fake.url());
        assertEquals("success", companion.login(1).tag());
    }

    @Test
    void aTestMayStepInAtEveryStanza() {
        fake.script().listen((open, frame) -> {
            if (frame.node().child("pair-success").isPresent()) {
                open.cut();
            }
        });
        Link link = phone.scan(companion.qr(companion.register().get(0)));
        companion.socket.awaitEnd();
        assertThrows(IllegalStateException.class, link::await);
        assertEquals("the device has gone", link.reason());
    }

    @Test
    void aHintCanBeRefused() {
        companion.link(phone);
        fake.script().refuseHints(1);
        byte[] payload = companion.loginPayload(1);
        Bytes hint = Bytes.of(RANDOMNESS.bytes(20));
        assertThrows(RuntimeException.class, () -> companion.connect(fake.url(), payload, hint));
        assertEquals("success", companion.login(1).tag());
    }
}
