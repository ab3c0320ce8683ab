package dev.tidings.engine.linked.fake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.fake.Violation.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A linked device that logs in, and what it is told there. */
class FakeLoginTest extends FakeTest {
    @Test
    void whoIsNotLinkedOrTooOldIsRefused() {
        companion.link(phone);
        companion.connect(companion.registration(ClientVersion.parse("2.3000.1000000000")));
        assertEquals("405", companion.socket.next().attribute("reason").orElseThrow());
        phone.unlink();
        assertEquals("401", companion.login(1).attribute("reason").orElseThrow());
        phone.account().failNext(Failure.temporaryBan(102, Duration.ofHours(1)));
        Node ban = companion.login(1);
        assertEquals("402", ban.attribute("reason").orElseThrow());
        assertEquals("3600", ban.attribute("expire").orElseThrow());
    }

    @Test
    void whatWaitedComesOnceTheDeviceIsActiveAndAgainUntilItIsAcknowledged() {
        companion.link(phone);
        FakeDevice device = phone.account().device().orElseThrow();
        device.checkKeys();
        companion.login(0);
        companion.active();
        companion.socket.next(node -> node.child("offline_preview").isPresent());
        Node notification = companion.socket.next("notification");
        assertTrue(notification.attribute("offline").isPresent());
        companion.socket.next(node -> node.child("offline").isPresent());

        fake.clock().advance(Duration.ofSeconds(61));
        Node complaint = companion.socket.next("stream:error").child("ack").orElseThrow();
        assertEquals(notification.attribute("id"), complaint.attribute("id"));
        assertEquals(1, fake.violations(Kind.ACK).size());

        companion.login(1);
        companion.active();
        companion.ack(companion.socket.next("notification"));
        await().until(() -> device.undelivered().isEmpty());
    }

    @Test
    void anAcknowledgementToSomebodyElseEndsTheStream() {
        companion.link(phone);
        companion.login(0);
        companion.active();
        phone.account().device().orElseThrow().lowOnPreKeys();
        Node notification = companion.socket.next("notification");
        companion.socket.send(Node.of("ack")
                .with("id", notification.attribute("id").orElseThrow())
                .with("class", "notification")
                .with("to", Jid.parse("1234567@s.whatsapp.net")));
        assertTrue(companion.socket.next("stream:error").child("ack").isPresent());
        assertEquals(1, fake.violations(Kind.ACK).size());
    }

    @Test
    void keysAreKeptCountedAndCompared() {
        companion.link(phone);
        companion.login(0);
        FakeDevice device = phone.account().device().orElseThrow();
        Node none = companion.ask("encrypt", "get", Node.of("digest"));
        assertEquals("404", none.child("error").orElseThrow().attribute("code").orElseThrow());
        assertEquals("result", companion.upload(30).attribute("type").orElseThrow());
        device.keys().take();
        Node count = companion.ask("encrypt", "get", Node.of("count"));
        assertEquals("29", count.child("count").orElseThrow().attribute("value").orElseThrow());
        Node digest = companion
                .ask("encrypt", "get", Node.of("digest"))
                .child("digest")
                .orElseThrow();
        assertEquals(29, digest.child("list").orElseThrow().children().size());
        assertEquals(20, digest.child("hash").orElseThrow().bytes().size());
        assertEquals(List.of(), fake.violations());
        Node wrong = companion.ask("encrypt", "set", Node.of("rotate").containing(companion.skey(new byte[64])));
        assertEquals("406", wrong.child("error").orElseThrow().attribute("code").orElseThrow());
        assertEquals(1, fake.violations(Kind.KEYS).size());
    }

    @Test
    void whatTheServerDoesNotKnowIsRefused() {
        companion.link(phone);
        companion.login(0);
        Node answer = companion.ask("w:nothing", "get", Node.of("x"));
        assertEquals(
                "400", answer.child("error").orElseThrow().attribute("code").orElseThrow());
        companion.socket.send(Node.of("iq").with("type", "get"));
        assertTrue(companion
                .socket
                .next("stream:error")
                .child("xml-not-well-formed")
                .isPresent());
        assertEquals(2, fake.violations(Kind.PROTOCOL).size());
    }

    @Test
    void aDeviceEndsItsLink() {
        companion.link(phone);
        companion.login(0);
        FakeDevice device = phone.account().device().orElseThrow();
        companion.ask(
                "md",
                "set",
                Node.of("remove-companion-device").with("jid", companion.jid).with("reason", "user_initiated"));
        assertEquals(
                "401", companion.socket.next("stream:error").attribute("code").orElseThrow());
        assertEquals(List.of(device), phone.account().formerDevices());
    }

    @Test
    void whoWritesAfterAnotherLoginOfTheDeviceIsFound() {
        companion.link(phone);
        companion.login(0);
        ClientSocket first = companion.socket;
        companion.login(1);
        Node error = first.next("stream:error");
        assertEquals(
                "replaced",
                error.child("conflict").orElseThrow().attribute("type").orElseThrow());
        first.send(Node.of("presence").with("type", "unavailable"));
        companion.ask("w:p", "get");
        assertEquals(List.of(), fake.violations(Kind.OWNERSHIP));
        first.send(Node.of("presence").with("type", "unavailable"));
        await().until(() -> fake.violations(Kind.OWNERSHIP).size() == 1);
    }

    @Test
    void everyEndOfAStreamCanBeAskedFor() {
        companion.link(phone);
        for (int code : new int[] {515, 516, 429, 503}) {
            companion.login(0);
            phone.account().device().orElseThrow().connection().orElseThrow().streamError(code);
            assertEquals(
                    String.valueOf(code),
                    companion.socket.next("stream:error").attribute("code").orElseThrow());
            companion.socket.awaitEnd();
        }
        fake.script().failNext(Failure.of(503));
        assertEquals("failure", companion.login(0).tag());
        fake.script().greetWith(Node.of("client_expiration").with("t", "1800000000"));
        companion.login(0);
        assertTrue(companion.socket.next("ib").child("client_expiration").isPresent());
        assertEquals(6, phone.account().device().orElseThrow().logins().size() + 1);
        assertEquals(Bytes.EMPTY, fake.connections().get(0).routing());
    }

    @Test
    void aLoginThatIsNotPassiveGetsSomeAndThenABatchForEachQuestion() {
        companion.link(phone);
        FakeDevice device = phone.account().device().orElseThrow();
        for (int i = 0; i < 15; i++) {
            device.deliver(Say.notification("account_sync").with("number", String.valueOf(i)));
        }
        companion.connect(notPassive(companion.loginPayload(0)));
        for (int i = 0; i < 10; i++) {
            assertEquals(String.valueOf(i), nextNumber());
        }
        assertTrue(device.isActive());
        companion.ask("w:p", "get");
        companion.socket.send(Node.of("ib").containing(Node.of("offline_batch").with("count", "4")));
        for (int i = 10; i < 14; i++) {
            assertEquals(String.valueOf(i), nextNumber());
        }
        companion.socket.send(Node.of("ib").containing(Node.of("offline_batch").with("count", "4")));
        assertEquals("14", nextNumber());
        assertTrue(companion.socket.next("ib").child("offline").isPresent());
        assertEquals(List.of(), fake.violations());
    }

    private String nextNumber() {
        Node notification = companion.socket.next("notification");
        companion.ack(notification);
        return notification.attribute("number").orElseThrow();
    }

    /** The same, with the field after the number changed. */
    private static byte[] notPassive(byte[] payload) {
        for (int i = 0; i < payload.length; i++) {
            if (payload[i] == 0x18 && payload[i + 1] == 1) {
                payload[i + 1] = 0;
                return payload;
            }
        }
        throw new IllegalStateException("no field 3");
    }

    @Test
    void whatAnotherDeviceSentIsSettledByAReceiptAlone() {
        companion.link(phone);
        companion.login(0);
        companion.active();
        FakeDevice device = phone.account().device().orElseThrow();
        device.deliver(Node.of("message")
                .with("from", phone.account().jid())
                .with("recipient", Jid.of("4930123456", Jid.PHONE))
                .with("type", "text"));
        Node message = companion.socket.next("message");
        Node ack = Node.of("ack")
                .with("id", message.attribute("id").orElseThrow())
                .with("to", message.attributes().get("from"))
                .with("recipient", message.attributes().get("recipient"))
                .with("class", "message");
        companion.socket.send(ack);
        companion.ask("w:p", "get");
        assertEquals(1, device.undelivered().size());
        companion.socket.send(Node.of("receipt")
                .with("id", message.attribute("id").orElseThrow())
                .with("to", message.attributes().get("from"))
                .with("recipient", message.attributes().get("recipient"))
                .with("type", "sender"));
        assertEquals("receipt", companion.socket.next("ack").attribute("class").orElseThrow());
        assertEquals(List.of(), device.undelivered());
        assertEquals(List.of(), fake.violations());
    }
}
