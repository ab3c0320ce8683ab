package dev.tidings.engine.linked.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.crypto.Randomness;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Linking by a code that is scanned, and logging in. */
class FakeWhatsAppTest {
    private static final Randomness RANDOMNESS = Randomness.of(new SecureRandom());

    private FakeWhatsApp fake;
    private Companion companion;
    private FakePhone phone;

    @BeforeEach
    void start() {
        fake = FakeWhatsApp.start();
        phone = fake.phone("4915112345678");
        phone.account().named("Ada");
        companion = new Companion(fake, HttpClient.newHttpClient(), RANDOMNESS);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aScannedDeviceIsLinkedToldToRestartAndLetIn() {
        List<String> refs = companion.register();
        assertEquals(6, refs.size());
        Link link = phone.scan(companion.qr(refs.get(0)));
        assertEquals("515", companion.prove().attribute("code").orElseThrow());
        FakeDevice device = link.await();
        companion.socket.awaitEnd();
        assertEquals("Tidings", device.registration().deviceName());
        assertEquals(device.jid(), companion.jid);

        Node success = companion.login(0);
        assertEquals("success", success.tag());
        assertEquals("Ada", success.attribute("display_name").orElseThrow());
        assertEquals(device.lid(), success.jid("lid").orElseThrow());
        assertEquals(List.of(), fake.violations());
    }

    @Test
    void aCodeExpiresWithTheServersClock() {
        List<String> refs = companion.register();
        fake.clock().advance(Duration.ofSeconds(75));
        assertEquals(
                "the code has expired", phone.scan(companion.qr(refs.get(0))).reason());
        assertEquals(Link.State.UNDER_WAY, phone.scan(companion.qr(refs.get(1))).state());
    }

    @Test
    void aRefreshedCodeHasToBeShownWithAnotherSecret() {
        fake.script().refreshAfterScan(true);
        String ref = companion.register().get(0);
        assertEquals(Link.State.SCAN_AGAIN, phone.scan(companion.qr(ref)).state());
        Node notification = companion.socket.next("notification");
        companion.ack(notification);
        assertEquals("companion_reg_refresh", notification.attribute("type").orElseThrow());
        assertTrue(phone.scan(companion.qr(ref)).reason().contains("another secret"));
        companion.secret = dev.tidings.engine.linked.bytes.Bytes.of(RANDOMNESS.bytes(32));
        Link link = phone.scan(companion.qr(ref));
        companion.prove();
        link.await();
        assertEquals(List.of(), fake.violations());
    }

    @Test
    void whoWasNotLinkedIsRefusedAsTheServiceDoes() {
        companion.link(phone);
        phone.unlink();
        assertEquals("401", companion.login(1).attribute("reason").orElseThrow());
        companion.connect(companion.registration(ClientVersion.parse("2.3000.1000000000")));
        assertEquals("405", companion.socket.next().attribute("reason").orElseThrow());
    }

    @Test
    void aForgedProofIsFoundByTheDevice() {
        phone.forge(Forgery.CODE);
        Link link = phone.scan(companion.qr(companion.register().get(0)));
        companion.prove();
        assertThrows(IllegalStateException.class, link::await);
        assertTrue(link.reason().contains("hmac-mismatch"));
    }

    @Test
    void aSecondLoginReplacesTheFirst() {
        companion.link(phone);
        companion.login(0);
        ClientSocket first = companion.socket;
        companion.login(1);
        Node error = first.next("stream:error");
        assertEquals(
                "replaced",
                error.child("conflict").orElseThrow().attribute("type").orElseThrow());
    }
}
