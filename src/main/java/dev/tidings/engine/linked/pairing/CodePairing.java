package dev.tidings.engine.linked.pairing;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Passwords;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.util.Arrays;

/**
 * The arithmetic of linking by a code that people type. Both sides hide a key under the code and agree on the secret of the
 * pairing by it. One object for one code; {@link #start} and {@link #finish} each stretch the code, which takes 0.4 s on a slow
 * core, so neither runs on an event loop.
 */
final class CodePairing {
    static final int WRAPPED_SIZE = 80;

    private static final int ROUNDS = 131_072;
    private static final int SALT = 32;
    private static final int IV = 16;
    private static final int KEY = 32;
    private static final String BUNDLE_INFO = "link_code_pairing_key_bundle_encryption_key";
    private static final byte[] NOTHING = {};

    private final String code;
    private final KeyPair identity;
    private final KeyPair ephemeral;
    private final Randomness randomness;

    /** @param code eight characters of the alphabet, without a dash */
    CodePairing(String code, KeyPair identity, Randomness randomness) {
        if (!CodeAlphabet.isCode(code)) {
            throw new IllegalArgumentException("a code has 8 characters of its alphabet");
        }
        this.code = code;
        this.identity = identity;
        this.randomness = randomness;
        this.ephemeral = KeyPair.generate(randomness);
    }

    static String newCode(Randomness randomness) {
        return CodeAlphabet.write(randomness.bytes(CodeAlphabet.BYTES));
    }

    /** Our key under the code, 80 bytes, for the server to pass on. */
    byte[] start() {
        byte[] salt = randomness.bytes(SALT);
        byte[] iv = randomness.bytes(IV);
        byte[] hidden = Aes.ctr(stretch(salt), iv, ephemeral.publicKey().raw());
        return Bytes.concat(salt, iv, hidden);
    }

    /**
     * @param wrapped the phone's key under the code
     * @param primary the phone's identity
     * @throws MalformedException unless there are 80 bytes
     * @throws dev.tidings.engine.linked.crypto.CryptoException if a key gives no secret; a wrong code goes unnoticed here and
     *     ends when the phone cannot open the bundle
     */
    Result finish(byte[] wrapped, PublicKey primary) {
        if (wrapped.length != WRAPPED_SIZE) {
            throw new MalformedException("a key under a code has 80 bytes");
        }
        byte[] iv = Arrays.copyOfRange(wrapped, SALT, SALT + IV);
        byte[] hidden = Arrays.copyOfRange(wrapped, SALT + IV, WRAPPED_SIZE);
        PublicKey theirs = PublicKey.ofRaw(Aes.ctr(stretch(Arrays.copyOf(wrapped, SALT)), iv, hidden));
        byte[] shared = ephemeral.agree(theirs);
        byte[] random = randomness.bytes(KEY);
        byte[] secret = Bytes.concat(shared, identity.agree(primary), random);
        return new Result(Bytes.of(bundle(shared, primary, random)), Bytes.of(Hkdf.derive(secret, "adv_secret", KEY)));
    }

    private byte[] bundle(byte[] shared, PublicKey primary, byte[] random) {
        byte[] salt = randomness.bytes(SALT);
        byte[] iv = randomness.bytes(12);
        byte[] key = Hkdf.derive(shared, salt, BUNDLE_INFO, KEY);
        byte[] plain = Bytes.concat(identity.publicKey().raw(), primary.raw(), random);
        return Bytes.concat(salt, iv, Aes.gcmEncrypt(key, iv, NOTHING, plain));
    }

    private byte[] stretch(byte[] salt) {
        return Passwords.stretch(code, salt, ROUNDS, KEY);
    }

    @Override
    public String toString() {
        return "CodePairing";
    }

    /**
     * @param bundle for the phone, 156 bytes
     * @param secret of the pairing, to be stored before the bundle is sent
     */
    record Result(Bytes bundle, Bytes secret) {}
}
