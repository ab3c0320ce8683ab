package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.DeviceProps;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device's side of the step in which a passkey is used. */
final class UsedPasskey {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    private final Companion device;
    private final Randomness randomness;
    private KeyPair ephemeral;
    private Bytes nonce;
    private String ref;

    UsedPasskey(Companion device, Randomness randomness) {
        this.device = device;
        this.randomness = randomness;
    }

    /** Waits until a passkey is asked for. @return the options as they came */
    String options() {
        Node notification = device.socket.next("notification");
        device.ack(notification);
        return notification.child("passkey_request_options").map(Node::text).orElse("");
    }

    /** Shows what the person signed, with or without the proof of being the one that was scanned. @return the answer */
    Node use(String assertion, boolean proving) {
        ref = device.ask("md", "get", Node.of("ref")).child("ref").orElseThrow().text();
        ephemeral = KeyPair.generate(randomness);
        nonce = Bytes.of(randomness.bytes(32));
        byte[] own = new ProtoWriter()
                .bytes(1, ephemeral.publicKey().raw())
                .int32(2, DeviceProps.CHROME)
                .string(3, ref)
                .toArray();
        byte[] prologue = new ProtoWriter()
                .bytes(1, own)
                .message(2, new ProtoWriter().bytes(1, Hashes.sha256(own, nonce.toArray())))
                .toArray();
        byte[] proof =
                Hashes.hmacSha256(Hkdf.derive(device.secret.toArray(), "shortcake-passkey-handoff-v1", 32), prologue);
        List<Node> parts = new ArrayList<>(List.of(
                Say.leaf("credential_id", credentialId(assertion)),
                Say.leaf("webauthn_assertion", text(assertion)),
                Say.leaf("prologue_payload", prologue)));
        if (proving) {
            parts.add(Say.leaf("pairing_handoff_proof", proof));
        }
        return device.ask("md", "set", Node.of("passkey_prologue").containing(parts));
    }

    /** Goes on once the phone has shown its key. @return the code to compare */
    String finish() {
        Node notification = device.socket.next("notification");
        device.ack(notification);
        Bytes[] theirs = Companion.fields(
                notification.child("primary_ephemeral_identity").orElseThrow().bytes(), 2);
        device.ask("md", "set", Node.of("companion_nonce").containing(nonce.toArray()));
        device.secret = Bytes.of(randomness.bytes(32));
        byte[] salt = text("Companion Pairing " + DeviceProps.CHROME + " with ref " + ref);
        byte[] shared = ephemeral.agree(PublicKey.ofRaw(theirs[1].toArray()));
        byte[] key = Hkdf.derive(shared, salt, "Pairing Information Encryption Key", 32);
        byte[] iv = randomness.bytes(12);
        byte[] plain = new ProtoWriter()
                .bytes(1, device.noise.publicKey().raw())
                .bytes(2, device.identity.publicKey().raw())
                .bytes(3, device.secret)
                .toArray();
        byte[] request = new ProtoWriter()
                .bytes(1, Aes.gcmEncrypt(key, iv, new byte[0], plain))
                .bytes(2, iv)
                .toArray();
        device.ask("md", "set", Node.of("encrypted_pairing_request").containing(request));
        byte[] mask = Hashes.sha256(nonce.toArray(), theirs[1].toArray());
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

    private static byte[] text(String text) {
        return Bytes.utf8(text).toArray();
    }
}
