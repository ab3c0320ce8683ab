package dev.tidings.engine.linked.pairing;

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

/**
 * The arithmetic of the passkey step: we commit to a key, the phone shows its own, both derive a code to compare and a key under
 * which the phone gets the secret of the pairing. One object for one step.
 */
final class PasskeyPairing {
    private static final String HANDOFF_INFO = "shortcake-passkey-handoff-v1";
    private static final String ENCRYPTION_INFO = "Pairing Information Encryption Key";
    private static final int KEY = 32;
    private static final byte[] NOTHING = {};

    private final int deviceType;
    private final String ref;
    private final KeyPair ephemeral;
    private final byte[] nonce;
    private final Randomness randomness;

    /** @param deviceType the platform type of our {@code DeviceProps} */
    PasskeyPairing(int deviceType, String ref, Randomness randomness) {
        this.deviceType = deviceType;
        this.ref = ref;
        this.ephemeral = KeyPair.generate(randomness);
        this.nonce = randomness.bytes(KEY);
        this.randomness = randomness;
    }

    /** What shows later that who answers is who scanned the code. */
    static Bytes handoffKey(Bytes secret) {
        return Bytes.of(Hkdf.derive(secret.toArray(), HANDOFF_INFO, KEY));
    }

    /** Our key, and the hash of it and the nonce. */
    byte[] prologue() {
        byte[] identity = new ProtoWriter()
                .bytes(1, ephemeral.publicKey().raw())
                .int32(2, deviceType)
                .string(3, ref)
                .toArray();
        ProtoWriter commitment = new ProtoWriter().bytes(1, Hashes.sha256(identity, nonce));
        return new ProtoWriter().bytes(1, identity).message(2, commitment).toArray();
    }

    /** With this proof nobody has to compare codes. */
    static byte[] handoffProof(Bytes handoffKey, byte[] prologue) {
        return Hashes.hmacSha256(handoffKey.toArray(), prologue);
    }

    /** What the commitment was to; shown once the phone has shown its key. */
    byte[] nonce() {
        return nonce.clone();
    }

    /**
     * @param primaryEphemeralIdentity the phone's key and nonce, encoded
     * @throws MalformedException if one of them is missing or of another size
     */
    Continuation proceed(byte[] primaryEphemeralIdentity) {
        PublicKey key = null;
        Bytes theirNonce = null;
        ProtoReader in = new ProtoReader(primaryEphemeralIdentity);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = PublicKey.ofRaw(in.bytes().toArray());
                case 2 -> theirNonce = in.bytes();
                default -> {}
            }
        }
        if (key == null || theirNonce == null || theirNonce.size() != KEY) {
            throw new MalformedException("the phone shows a key and a nonce of 32 bytes");
        }
        String salt = "Companion Pairing " + deviceType + " with ref " + ref;
        byte[] encryptionKey =
                Hkdf.derive(ephemeral.agree(key), Bytes.utf8(salt).toArray(), ENCRYPTION_INFO, KEY);
        return new Continuation(Bytes.of(encryptionKey), code(key, theirNonce.toArray()), randomness);
    }

    private String code(PublicKey key, byte[] theirNonce) {
        byte[] mask = Hashes.sha256(nonce, key.raw());
        byte[] code = new byte[CodeAlphabet.BYTES];
        for (int i = 0; i < code.length; i++) {
            code[i] = (byte) (theirNonce[i] ^ mask[i]);
        }
        return CodeAlphabet.write(code);
    }

    @Override
    public String toString() {
        return "PasskeyPairing";
    }

    /** What follows when the phone has shown its key. */
    static final class Continuation {
        private final Bytes key;
        private final String code;
        private final Randomness randomness;

        private Continuation(Bytes key, String code, Randomness randomness) {
            this.key = key;
            this.code = code;
            this.randomness = randomness;
        }

        /** Eight characters, to be compared with those on the phone. */
        String code() {
            return code;
        }

        Bytes key() {
            return key;
        }

        /** Our keys and the new secret, which must be stored before this is sent. */
        byte[] request(PublicKey noiseKey, PublicKey identity, Bytes secret) {
            byte[] request = new ProtoWriter()
                    .bytes(1, noiseKey.raw())
                    .bytes(2, identity.raw())
                    .bytes(3, secret)
                    .toArray();
            byte[] iv = randomness.bytes(12);
            byte[] encrypted = Aes.gcmEncrypt(key.toArray(), iv, NOTHING, request);
            return new ProtoWriter().bytes(1, encrypted).bytes(2, iv).toArray();
        }

        @Override
        public String toString() {
            return "Continuation";
        }
    }
}
