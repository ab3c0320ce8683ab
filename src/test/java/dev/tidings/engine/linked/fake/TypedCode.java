package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Passwords;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;

/** The device's side of linking by a code that is typed. */
final class TypedCode {
    private static final String CODE = "ABCD1234";

    private final Companion device;
    private final Randomness randomness;
    private KeyPair own;
    private Bytes ref;
    private String number;

    TypedCode(Companion device, Randomness randomness) {
        this.device = device;
        this.randomness = randomness;
    }

    /** Asks for a code and waits for the server's word that it stands. @return what is shown */
    String ask(String phoneNumber, String display) {
        number = phoneNumber;
        own = KeyPair.generate(randomness);
        byte[] head = randomness.bytes(48);
        byte[] hidden = underCode(CODE, Bytes.concat(head, own.publicKey().raw()));
        Node answer = device.ask(
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
                                        device.noise.publicKey().raw()),
                                Say.leaf("companion_platform_id", text("1")),
                                Say.leaf("companion_platform_display", text(display)),
                                Say.leaf("link_code_pairing_nonce", new byte[1])));
        if (answer.child("error").isPresent()) {
            return answer.child("error").get().attribute("code").orElseThrow();
        }
        ref = answer.child("link_code_companion_reg")
                .flatMap(reg -> reg.child("link_code_pairing_ref"))
                .orElseThrow()
                .bytes();
        return CODE.substring(0, 4) + "-" + CODE.substring(4);
    }

    /** Takes what the phone says once the code is typed, and answers. */
    void finish() {
        Node notification = device.socket.next("notification");
        device.ack(notification);
        Node hello = notification.child("link_code_companion_reg").orElseThrow();
        byte[] wrapped = bytes(hello, "link_code_pairing_wrapped_primary_ephemeral_pub");
        PublicKey primary = PublicKey.ofRaw(bytes(hello, "primary_identity_pub"));
        byte[] shared = own.agree(PublicKey.ofRaw(underCode(CODE, wrapped)));
        byte[] salt = randomness.bytes(32);
        byte[] iv = randomness.bytes(12);
        byte[] random = randomness.bytes(32);
        byte[] key = Hkdf.derive(shared, salt, "link_code_pairing_key_bundle_encryption_key", 32);
        byte[] plain = Bytes.concat(device.identity.publicKey().raw(), primary.raw(), random);
        device.secret =
                Bytes.of(Hkdf.derive(Bytes.concat(shared, device.identity.agree(primary), random), "adv_secret", 32));
        device.ask(
                "md",
                "set",
                step("companion_finish")
                        .containing(
                                Say.leaf(
                                        "link_code_pairing_wrapped_key_bundle",
                                        Bytes.concat(salt, iv, Aes.gcmEncrypt(key, iv, new byte[0], plain))),
                                Say.leaf(
                                        "companion_identity_public",
                                        device.identity.publicKey().raw()),
                                Say.leaf("link_code_pairing_ref", ref.toArray())));
    }

    private Node step(String stage) {
        return Node.of("link_code_companion_reg")
                .with("jid", Jid.of(number, Jid.PHONE))
                .with("stage", stage);
    }

    private static byte[] underCode(String code, byte[] wrapped) {
        byte[] key = Passwords.stretch(code, Say.part(wrapped, 0, 32), 131_072, 32);
        return Aes.ctr(key, Say.part(wrapped, 32, 48), Say.part(wrapped, 48, 80));
    }

    private static byte[] bytes(Node node, String child) {
        return node.child(child).orElseThrow().bytes().toArray();
    }

    private static byte[] text(String text) {
        return Bytes.utf8(text).toArray();
    }
}
