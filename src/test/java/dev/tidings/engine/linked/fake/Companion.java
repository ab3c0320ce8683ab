package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.ClientPayload;
import dev.tidings.engine.linked.connection.ClientVersion;
import dev.tidings.engine.linked.connection.DeviceProps;
import dev.tidings.engine.linked.connection.Registration;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Passwords;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A device as the service knows it, moved by a test step by step: the least that a real client does. */
final class Companion {
    static final ClientVersion VERSION = ClientVersion.parse("2.3000.1047769893");

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";
    private static final String CODE = "ABCD1234";

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
    private KeyPair codeKey;
    private Bytes codeRef;
    private String codeNumber;
    private KeyPair passkeyKey;
    private Bytes passkeyNonce;
    private String passkeyRef;
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
        socket.awaitEnd();
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

    /** Asks for a code and waits for the server's word that it stands. @return what is shown */
    String askCode(String number, String display) {
        codeNumber = number;
        codeKey = KeyPair.generate(randomness);
        byte[] head = randomness.bytes(48);
        byte[] hidden = underCode(CODE, Bytes.concat(head, codeKey.publicKey().raw()));
        Node answer = ask(
                "md",
                "set",
                step("companion_hello")
                        .with("should_show_push_notification", "true")
                        .containing(
                                Say.leaf(
                                        "link_code_pairing_wrapped_companion_ephemeral_pub",
                                        Bytes.concat(head, hidden)),
                                Say.leaf(
                                        "companion_server_auth_key_pub",
                                        noise.publicKey().raw()),
                                Say.leaf("companion_platform_id", text("1")),
                                Say.leaf("companion_platform_display", text(display)),
                                Say.leaf("link_code_pairing_nonce", new byte[1])));
        if (answer.child("error").isPresent()) {
            return answer.child("error").get().attribute("code").orElseThrow();
        }
        codeRef = answer.child("link_code_companion_reg")
                .flatMap(reg -> reg.child("link_code_pairing_ref"))
                .orElseThrow()
                .bytes();
        return CODE.substring(0, 4) + "-" + CODE.substring(4);
    }

    /** Takes what the phone says once the code is typed, and answers. */
    void finishCode() {
        Node notification = socket.next("notification");
        ack(notification);
        Node hello = notification.child("link_code_companion_reg").orElseThrow();
        byte[] wrapped = bytes(hello, "link_code_pairing_wrapped_primary_ephemeral_pub");
        PublicKey primary = PublicKey.ofRaw(bytes(hello, "primary_identity_pub"));
        byte[] shared = codeKey.agree(PublicKey.ofRaw(underCode(CODE, wrapped)));
        byte[] salt = randomness.bytes(32);
        byte[] iv = randomness.bytes(12);
        byte[] random = randomness.bytes(32);
        byte[] key = Hkdf.derive(shared, salt, "link_code_pairing_key_bundle_encryption_key", 32);
        byte[] plain = Bytes.concat(identity.publicKey().raw(), primary.raw(), random);
        secret = Bytes.of(Hkdf.derive(Bytes.concat(shared, identity.agree(primary), random), "adv_secret", 32));
        ask(
                "md",
                "set",
                step("companion_finish")
                        .containing(
                                Say.leaf(
                                        "link_code_pairing_wrapped_key_bundle",
                                        Bytes.concat(salt, iv, Aes.gcmEncrypt(key, iv, new byte[0], plain))),
                                Say.leaf(
                                        "companion_identity_public",
                                        identity.publicKey().raw()),
                                Say.leaf("link_code_pairing_ref", codeRef.toArray())));
    }

    private Node step(String stage) {
        return Node.of("link_code_companion_reg")
                .with("jid", Jid.of(codeNumber, Jid.PHONE))
                .with("stage", stage);
    }

    private static byte[] underCode(String code, byte[] wrapped) {
        byte[] key = Passwords.stretch(code, Say.part(wrapped, 0, 32), 131_072, 32);
        return Aes.ctr(key, Say.part(wrapped, 32, 48), Say.part(wrapped, 48, 80));
    }

    /** Waits until a passkey is asked for. @return the options as they came */
    String passkeyOptions() {
        Node notification = socket.next("notification");
        ack(notification);
        return notification.child("passkey_request_options").map(Node::text).orElse("");
    }

    /** Shows what the person signed, with or without the proof of being the one that was scanned. @return the answer */
    Node usePasskey(String assertion, boolean proving) {
        passkeyRef = ask("md", "get", Node.of("ref")).child("ref").orElseThrow().text();
        passkeyKey = KeyPair.generate(randomness);
        passkeyNonce = Bytes.of(randomness.bytes(32));
        byte[] own = new ProtoWriter()
                .bytes(1, passkeyKey.publicKey().raw())
                .int32(2, DeviceProps.CHROME)
                .string(3, passkeyRef)
                .toArray();
        byte[] prologue = new ProtoWriter()
                .bytes(1, own)
                .message(2, new ProtoWriter().bytes(1, Hashes.sha256(own, passkeyNonce.toArray())))
                .toArray();
        byte[] proof = Hashes.hmacSha256(Hkdf.derive(secret.toArray(), "shortcake-passkey-handoff-v1", 32), prologue);
        List<Node> parts = new ArrayList<>(List.of(
                Say.leaf("credential_id", credentialId(assertion)),
                Say.leaf("webauthn_assertion", text(assertion)),
                Say.leaf("prologue_payload", prologue)));
        if (proving) {
            parts.add(Say.leaf("pairing_handoff_proof", proof));
        }
        return ask("md", "set", Node.of("passkey_prologue").containing(parts));
    }

    /** Goes on once the phone has shown its key. @return the code to compare */
    String finishPasskey() {
        Node notification = socket.next("notification");
        ack(notification);
        Bytes[] theirs = fields(
                notification.child("primary_ephemeral_identity").orElseThrow().bytes(), 2);
        ask("md", "set", Node.of("companion_nonce").containing(passkeyNonce.toArray()));
        secret = Bytes.of(randomness.bytes(32));
        byte[] salt = text("Companion Pairing " + DeviceProps.CHROME + " with ref " + passkeyRef);
        byte[] shared = passkeyKey.agree(PublicKey.ofRaw(theirs[1].toArray()));
        byte[] key = Hkdf.derive(shared, salt, "Pairing Information Encryption Key", 32);
        byte[] iv = randomness.bytes(12);
        byte[] plain = new ProtoWriter()
                .bytes(1, noise.publicKey().raw())
                .bytes(2, identity.publicKey().raw())
                .bytes(3, secret)
                .toArray();
        byte[] request = new ProtoWriter()
                .bytes(1, Aes.gcmEncrypt(key, iv, new byte[0], plain))
                .bytes(2, iv)
                .toArray();
        ask("md", "set", Node.of("encrypted_pairing_request").containing(request));
        byte[] mask = Hashes.sha256(passkeyNonce.toArray(), theirs[1].toArray());
        byte[] code = new byte[5];
        for (int i = 0; i < code.length; i++) {
            code[i] = (byte) (theirs[2].toArray()[i] ^ mask[i]);
        }
        StringBuilder shown = new StringBuilder();
        String bits = String.format("%40s", new BigInteger(1, code).toString(2)).replace(' ', '0');
        for (int i = 0; i < bits.length(); i += 5) {
            shown.append(ALPHABET.charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));
        }
        return shown.insert(4, '-').toString();
    }

    private static byte[] credentialId(String assertion) {
        Matcher id = Pattern.compile("\"rawId\":\"([^\"]+)\"").matcher(assertion);
        return id.find() ? Base64.getUrlDecoder().decode(id.group(1)) : new byte[0];
    }

    private static byte[] bytes(Node node, String child) {
        return node.child(child).orElseThrow().bytes().toArray();
    }

    private static byte[] text(String text) {
        return Bytes.utf8(text).toArray();
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

    private static Bytes[] fields(Bytes message, int last) {
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
