package dev.tidings.engine.linked.fake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidings.engine.linked.codec.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that are not ours link a device to the fake server and log in: what they stumble over is a fault of the fake. Needs
 * {@code src/test/interop/prepare} to have run; {@code -Dinterop.required} makes it fail where it has not.
 */
@Tag("full")
class InteropTest {
    private static final String NUMBER = "4915112345678";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FakeWhatsApp fake;
    private FakePhone phone;

    @BeforeEach
    void start() {
        fake = FakeWhatsApp.start();
        phone = fake.phone(NUMBER);
        phone.account().named("Ada").business("Ada's shop");
        fake.script()
                .greetWith(
                        Node.of("edge_routing").containing(Say.leaf("routing_info", new byte[] {1, 2, 3})),
                        Node.of("client_expiration").with("t", "1900000000"),
                        Node.of("something_new"));
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private static void requireReady(Library library) {
        if (System.getProperty("interop.required") == null) {
            assumeTrue(library.isReady(), library + " is not built: run src/test/interop/prepare");
        }
        assertTrue(library.isReady(), library + " is not built: run src/test/interop/prepare");
    }

    @ParameterizedTest
    @EnumSource
    void aScannedDeviceLogsInKeepsItsKeysFilledAndEndsItsLink(Library library) {
        requireReady(library);
        try (Library.Client client = library.start(fake)) {
            Link link = phone.scan(client.expect("QR"));
            client.expect("PAIRED");
            FakeDevice device = link.await();
            client.expect("CONNECTED");
            await().atMost(PATIENCE).until(device::isActive);
            int uploads = device.keys().uploads();
            assertTrue(device.keys().count() >= 50, "keys: " + device.keys().count());
            device.keys().keep(2);
            device.lowOnPreKeys();
            device.deliver(Say.notification("something_new"));
            await().atMost(PATIENCE).until(() -> device.undelivered().isEmpty());
            await().atMost(PATIENCE).until(() -> device.keys().uploads() > uploads);
            device.connection().orElseThrow().ping();
            client.say("logout");
            client.expect("LOGGED_OUT");
            await().atMost(PATIENCE).until(() -> phone.account().formerDevices().contains(device));
            assertEquals(List.of(), fake.violations());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTypedCodeLinksTheDeviceWhichComesBackAfterACut(Library library) {
        requireReady(library);
        try (Library.Client client = library.start(fake, "--phone", NUMBER)) {
            Link link = phone.typeCode(client.expect("CODE"));
            client.expect("PAIRED");
            FakeDevice device = link.await();
            client.expect("CONNECTED");
            await().atMost(PATIENCE).until(device::isActive);
            device.connection().orElseThrow().streamError(515);
            client.expect("CONNECTED");
            await().atMost(PATIENCE).until(device::isActive);
            assertEquals(2, device.logins().size());
            phone.unlink();
            client.expect("LOGGED_OUT");
            assertEquals(List.of(), fake.violations());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "WHATSMEOW")
    void aClientThatChecksCertificatesRefusesThoseOfAnother(Library library) {
        requireReady(library);
        fake.script().showWrongCertificates(1);
        try (Library.Client client = library.start(fake)) {
            assertTrue(client.expect("FAILED").contains("cert"));
        }
    }

    /** That they are found by a client of others shows that the proofs which are not forged hold. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aClientThatChecksProofsFindsThoseThatAreForged(Forgery forgery) {
        requireReady(Library.WHATSMEOW);
        phone.forge(forgery);
        try (Library.Client client = Library.WHATSMEOW.start(fake)) {
            Link link = phone.scan(client.expect("QR"));
            if (forgery == Forgery.HOSTED) {
                client.expect("PAIRED");
                link.await();
            } else {
                client.expect("FAILED");
                assertThrows(IllegalStateException.class, link::await);
            }
        }
    }
}
