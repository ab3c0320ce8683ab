package dev.tidings.engine.linked.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.fake.Violation.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a device is linked: by a code that is scanned, a code that is typed, and with a passkey. */
class FakePairingTest extends FakeTest {
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
        companion.secret = Bytes.of(RANDOMNESS.bytes(32));
        Link link = phone.scan(companion.qr(ref));
        companion.prove();
        link.await();
        assertEquals(List.of(), fake.violations());
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
    void aPhoneReadsOnlyWhatIsShownByTheDeviceThatAsked() {
        String ref = companion.register().get(0);
        String text = companion.qr(ref);
        assertEquals(Link.State.FAILED, phone.scan("https://example.com").state());
        assertEquals(
                "no device shows this code",
                phone.scan(text.replace(ref, "2@x,y")).reason());
        String other = new Companion(fake, null, RANDOMNESS).qr(ref);
        assertEquals(
                "the code shows the keys of another device", phone.scan(other).reason());
        assertEquals(
                "the person refuses",
                fake.phone("4930123456").refuse().scan(text).reason());
    }

    @Test
    void aTypedCodeLinksTheDevice() {
        companion.register();
        assertEquals("400", companion.code.ask(NUMBER, "Tidings (Mac OS)"));
        assertEquals(1, fake.violations(Kind.PROTOCOL).size());
        fake.forget();
        String code = companion.code.ask(NUMBER, "Chrome (Mac OS)");
        Link link = phone.typeCode(code);
        companion.code.finish();
        assertEquals("515", companion.prove().attribute("code").orElseThrow());
        assertEquals(companion.jid, link.await().jid());
        assertEquals(List.of(), fake.violations());
    }

    @Test
    void aWrongCodeLeadsToNothing() {
        assertEquals("no device waits for a code", phone.typeCode("ABCD-1234").reason());
        companion.register();
        companion.code.ask(NUMBER, "Chrome (Mac OS)");
        Link link = phone.typeCode("ABCD-1235");
        companion.code.finish();
        assertThrows(IllegalStateException.class, link::await);
        assertEquals("the code is wrong", link.reason());
    }

    @Test
    void aCodeMayBeRefusedAndDies() {
        fake.script().refuseNextIq("md", "companion_hello", 429, "rate-overlimit", 60);
        companion.register();
        assertEquals("429", companion.code.ask(NUMBER, "Chrome (Mac OS)"));
        companion.code.ask(NUMBER, "Chrome (Mac OS)");
        phone.refreshCode(true);
        Node notification = companion.socket.next("notification");
        assertEquals(
                "refresh_code",
                notification
                        .child("link_code_companion_reg")
                        .orElseThrow()
                        .attribute("stage")
                        .orElseThrow());
        companion.ack(notification);
        fake.clock().advance(Duration.ofSeconds(181));
        assertEquals("no device waits for a code", phone.typeCode("ABCD-1234").reason());
    }

    @Test
    void aPasskeyIsUsedAndProvesWhoWasScanned() {
        phone.requirePasskey();
        Link link = phone.scan(companion.qr(companion.register().get(0)));
        assertEquals(Link.State.PASSKEY, link.state());
        String options = companion.passkey.options();
        companion.passkey.use(phone.answerPasskey(options), true);
        assertEquals(companion.passkey.finish(), phone.passkeyCode());
        assertTrue(phone.isHandedOff());
        companion.prove();
        link.await();
        assertEquals(List.of(), fake.violations());
    }

    @Test
    void aPasskeyIsUsedAfterACodeWithoutProof() {
        phone.requirePasskey().askWithoutOptions();
        companion.register();
        Link link = phone.typeCode(companion.code.ask(NUMBER, "Chrome (Mac OS)"));
        companion.code.finish();
        assertEquals("", companion.passkey.options());
        String options = companion
                .ask("md", "get", Node.of("passkey_request_options"))
                .child("passkey_request_options")
                .orElseThrow()
                .text();
        companion.passkey.use(phone.answerPasskey(options), false);
        companion.passkey.finish();
        assertFalse(phone.isHandedOff());
        companion.prove();
        link.await();
        assertEquals(List.of(), fake.violations());
    }

    @Test
    void aPasskeyThatDoesNotHoldIsRefused() {
        phone.requirePasskey();
        Link link = phone.scan(companion.qr(companion.register().get(0)));
        String options = companion.passkey.options();
        Node answer = companion.passkey.use(phone.answerPasskeyOn("https://example.com", options), true);
        assertEquals(
                "400", answer.child("error").orElseThrow().attribute("code").orElseThrow());
        assertThrows(IllegalStateException.class, link::await);
        assertTrue(link.reason().contains("another origin"));
    }

    @Test
    void aCodeIsScannedOnceWhileItsDeviceIsBeingLinked() {
        String text = companion.qr(companion.register().get(0));
        phone.scan(text);
        assertEquals("the device is being linked already", phone.scan(text).reason());
    }

    @Test
    void aPersonLinksByHand() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String text = companion.qr(companion.register().get(0));
        CompletableFuture<Node> proved = CompletableFuture.supplyAsync(companion::prove);
        String typed = "scan " + NUMBER + " " + text + "\ndevices " + NUMBER + "\nscan 1\nviolations\nquit\n";
        new Console(fake, new PrintStream(out, true, StandardCharsets.UTF_8))
                .run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        assertEquals("515", proved.get().attribute("code").orElseThrow());
        String said = out.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("url " + fake.url()), said);
        assertTrue(said.contains("LINKED"), said);
        assertTrue(said.contains(companion.jid + " \"Tidings\", away, 0 keys, 0 logins"), said);
        assertTrue(said.contains("removes all linked devices"), said);
    }
}
