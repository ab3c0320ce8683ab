package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.util.Set;

/** The phone's side of the exchange of keys after a passkey was used. */
final class PasskeyHandshake {
    private static final int KEY = 32;
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    private final Bytes identity;
    private final Bytes commitment;
    private final boolean handedOff;
    private final KeyPair ephemeral;
    private final byte[] nonce;
    private PublicKey companion;
    private int deviceType;
    private String ref = "";
    private Bytes revealed;

    /** What the device sent in the end. */
    record Request(Bytes noiseKey, Bytes identity, Bytes secret) {}

    private PasskeyHandshake(Bytes identity, Bytes commitment, boolean handedOff, Randomness randomness) {
        this.identity = identity;
        this.commitment = commitment;
        this.handedOff = handedOff;
        this.ephemeral = KeyPair.generate(randomness);
        this.nonce = randomness.bytes(KEY);
    }

    /**
     * @param refs those that were given out
     * @param proof empty if the device showed none
     * @param secret what phone and device have in common, or null if it is too late for a proof
     * @throws MalformedException with what is wrong
     */
    static PasskeyHandshake read(
            Bytes prologue, Set<String> refs, int platformType, Bytes proof, Bytes secret, Randomness randomness) {
        Bytes identity = null;
        Bytes commitment = null;
        ProtoReader in = new ProtoReader(prologue);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> identity = in.bytes();
                case 2 -> commitment = first(in.message());
                default -> {}
            }
        }
        require(identity != null && commitment != null && commitment.size() == KEY, "a prologue without its parts");
        boolean handedOff = proof.size() > 0;
        if (handedOff) {
            require(secret != null, "a proof that comes too late");
            byte[] key = Hkdf.derive(secret.toArray(), "shortcake-passkey-handoff-v1", KEY);
            require(Bytes.of(Hashes.hmacSha256(key, prologue.toArray())).equals(proof), "a proof that does not hold");
        }
        PasskeyHandshake handshake = new PasskeyHandshake(identity, commitment, handedOff, randomness);
        handshake.readIdentity();
        require(handshake.deviceType == platformType, "a device of another kind than it registered as");
        require(refs.contains(handshake.ref), "a ref that was not given out");
        return handshake;
    }

    private void readIdentity() {
        ProtoReader in = new ProtoReader(identity);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> companion = PublicKey.ofRaw(in.bytes().toArray());
                case 2 -> deviceType = in.int32();
                case 3 -> ref = in.string();
                default -> {}
            }
        }
        require(companion != null, "an identity without a key");
    }

    boolean isHandedOff() {
        return handedOff;
    }

    boolean isRevealed() {
        return revealed != null;
    }

    /** The phone's key and nonce, encoded. */
    byte[] primary() {
        return new ProtoWriter()
                .bytes(1, ephemeral.publicKey().raw())
                .bytes(2, nonce)
                .toArray();
    }

    void reveal(Bytes companionNonce) {
        byte[] hash = Hashes.sha256(identity.toArray(), companionNonce.toArray());
        require(Bytes.of(hash).equals(commitment), "a nonce that was not committed to");
        revealed = companionNonce;
    }

    /** Null before the device has shown its nonce. */
    String code() {
        if (revealed == null) {
            return null;
        }
        byte[] mask = Hashes.sha256(revealed.toArray(), ephemeral.publicKey().raw());
        long bits = 0;
        for (int i = 0; i < 5; i++) {
            bits = (bits << 8) | ((nonce[i] ^ mask[i]) & 0xff);
        }
        StringBuilder code = new StringBuilder();
        for (int shift = 35; shift >= 0; shift -= 5) {
            code.append(ALPHABET.charAt((int) (bits >>> shift) & 31));
        }
        return code.insert(4, '-').toString();
    }

    Request open(Bytes encrypted) {
        Bytes[] sealed = fields(encrypted, 2);
        byte[] salt = Bytes.utf8("Companion Pairing " + deviceType + " with ref " + ref)
                .toArray();
        byte[] key = Hkdf.derive(ephemeral.agree(companion), salt, "Pairing Information Encryption Key", KEY);
        byte[] plain = Aes.gcmDecrypt(key, sealed[2].toArray(), new byte[0], sealed[1].toArray());
        Bytes[] parts = fields(Bytes.of(plain), 3);
        require(parts[3].size() == KEY, "a secret of another size");
        return new Request(parts[1], parts[2], parts[3]);
    }

    private static Bytes first(ProtoReader in) {
        Bytes value = null;
        while (in.next()) {
            if (in.field() == 1) {
                value = in.bytes();
            }
        }
        return value;
    }

    private static Bytes[] fields(Bytes message, int last) {
        Bytes[] fields = new Bytes[last + 1];
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            if (in.field() <= last) {
                fields[in.field()] = in.bytes();
            }
        }
        for (int i = 1; i <= last; i++) {
            require(fields[i] != null, "a request without its parts");
        }
        return fields;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException(what);
        }
    }
}
