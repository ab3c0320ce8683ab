package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.ClientPayload;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.connection.DeviceProps;
import dev.tidings.engine.linked.connection.Registration;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A device as the service knows it, moved by a test step by step: the least that a real client does. */
final class Companion {
    static final ClientVersion VERSION = ClientVersion.parse("2.3000.1047769893");

    private final FakeWhatsApp fake;
    private final HttpClient http;
    private final Randomness randomness;
    final KeyPair noise;
    final KeyPair identity;
    final KeyPair signedPreKey;
    final Bytes signature;
    final int registrationId = 4711;
    Bytes secret;
    Jid jid;
    ClientSocket socket;
    final TypedCode code;
    final UsedPasskey passkey;
    private int ids;

    Companion(FakeWhatsApp fake, HttpClient http, Randomness randomness) {
        this.fake = fake;
        this.http = http;
        this.randomness = randomness;
        noise = KeyPair.generate(randomness);
        identity = KeyPair.generate(randomness);
        signedPreKey = KeyPair.generate(randomness);
        signature = Bytes.of(identity.sign(randomness, signedPreKey.publicKey().typed()));
        secret = Bytes.of(randomness.bytes(32));
        code = new TypedCode(this, randomness);
        passkey = new UsedPasskey(this, randomness);
    }

    byte[] registration(ClientVersion version) {
        return ClientPayload.register(
                version,
                new Registration(registrationId, identity.publicKey(), 1, signedPreKey.publicKey(), signature),
                DeviceProps.chrome("Tidings"));
    }

    void connect(byte[] payload) {
        connect(fake.url(), payload, Bytes.EMPTY);
    }

    void connect(String url, byte[] payload, Bytes routing) {
        socket = ClientSocket.connect(http, url).login(noise, fake.rootKey(), payload, randomness, routing);
    }

    byte[] loginPayload(int logins) {
        return ClientPayload.login(VERSION, jid, logins);
    }

    /** Connects as a new device. @return what it shows, one after the other */
    List<String> register() {
        connect(registration(VERSION));
        Node offer = socket.next("iq");
        answer(offer);
        List<String> refs = new ArrayList<>();
        offer.child("pair-device").orElseThrow().children().forEach(ref -> refs.add(ref.text()));
        return refs;
    }

    String qr(String ref) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "https://wa.me/settings/linked_devices#" + ref + ","
                + base64.encodeToString(noise.publicKey().raw()) + ","
                + base64.encodeToString(identity.publicKey().raw()) + ","
                + base64.encodeToString(secret.toArray()) + ",1";
    }

    /** Takes the account's word, signs it and waits for the end of the stream. @return the last stanza before it */
    Node prove() {
        Node success = socket.next(node -> node.tag().equals("iq")
                && node.children().stream().anyMatch(child -> child.tag().equals("pair-success")));
        Node pair = success.child("pair-success").orElseThrow();
        Bytes[] outer = fields(pair.child("device-identity").orElseThrow().bytes(), 2);
        if (!Bytes.of(Hashes.hmacSha256(secret.toArray(), outer[1].toArray())).equals(outer[2])) {
            refuse(success, 401, "hmac-mismatch");
            return null;
        }
        Bytes[] signed = fields(outer[1], 3);
        byte[] own = identity.sign(
                randomness,
                new byte[] {6, 1},
                signed[1].toArray(),
                identity.publicKey().raw(),
                signed[2].toArray());
        jid = pair.child("device").orElseThrow().jid("jid").orElseThrow();
        answer(
                success,
                Node.of("pair-device-sign")
                        .containing(Node.of("device-identity")
                                .with("key-index", keyIndex(signed[1]))
                                .containing(new ProtoWriter()
                                        .bytes(1, signed[1])
                                        .bytes(3, signed[3])
                                        .bytes(4, own)
                                        .toArray())));
        return socket.next("stream:error");
    }

    /** Logs in. @return what the server says to it */
    Node login(int logins) {
        connect(loginPayload(logins));
        return socket.next();
    }

    void link(FakePhone phone) {
        phone.scan(qr(register().get(0)));
        prove();
        socket.close();
    }

    Node ask(String xmlns, String type, Node... children) {
        String id = "t." + ++ids;
        Node iq = Node.of("iq")
                .with("id", id)
                .with("to", Jid.SERVER)
                .with("type", type)
                .with("xmlns", xmlns);
        socket.send(children.length == 0 ? iq : iq.containing(children));
        return socket.next(node -> node.attribute("id").filter(id::equals).isPresent());
    }

    void active() {
        ask("passive", "set", Node.of("active"));
    }

    void answer(Node iq, Node... children) {
        Node answer = Node.of("iq")
                .with("id", iq.attribute("id").orElseThrow())
                .with("to", Jid.SERVER)
                .with("type", "result");
        socket.send(children.length == 0 ? answer : answer.containing(children));
    }

    private void refuse(Node iq, int code, String text) {
        socket.send(Node.of("iq")
                .with("id", iq.attribute("id").orElseThrow())
                .with("to", Jid.SERVER)
                .with("type", "error")
                .containing(Node.of("error").with("code", String.valueOf(code)).with("text", text)));
    }

    void ack(Node stanza) {
        Node ack = Node.of("ack")
                .with("id", stanza.attribute("id").orElseThrow())
                .with("to", stanza.attributes().get("from"))
                .with("class", stanza.tag());
        socket.send(stanza.attribute("type").map(type -> ack.with("type", type)).orElse(ack));
    }

    Node upload(int count) {
        Node[] keys = new Node[count];
        for (int i = 0; i < count; i++) {
            keys[i] = Node.of("key")
                    .containing(
                            Say.leaf("id", Say.number(i + 1, 3)),
                            Say.leaf(
                                    "value",
                                    KeyPair.generate(randomness).publicKey().raw()));
        }
        return ask(
                "encrypt",
                "set",
                Say.leaf("registration", Say.number(registrationId, 4)),
                Say.leaf("type", new byte[] {5}),
                Say.leaf("identity", identity.publicKey().raw()),
                Node.of("list").containing(keys),
                skey(signature.toArray()));
    }

    Node skey(byte[] signedBy) {
        return Node.of("skey")
                .containing(
                        Say.leaf("id", Say.number(1, 3)),
                        Say.leaf("value", signedPreKey.publicKey().raw()),
                        Say.leaf("signature", signedBy));
    }

    private static String keyIndex(Bytes details) {
        ProtoReader in = new ProtoReader(details);
        int index = 0;
        while (in.next()) {
            if (in.field() == 3) {
                index = in.int32();
            }
        }
        return String.valueOf(index);
    }

    static Bytes[] fields(Bytes message, int last) {
        Bytes[] fields = new Bytes[last + 1];
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            if (in.field() <= last) {
                fields[in.field()] = in.bytes();
            }
        }
        return fields;
    }
}
