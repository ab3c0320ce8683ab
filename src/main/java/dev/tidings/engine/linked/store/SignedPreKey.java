package dev.tidings.engine.linked.store;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import java.time.Instant;

/**
 * A pre-key that the identity signed; sessions are built with it when there is no one-time pre-key, and beside one.
 *
 * @param id 1 to 2^24 - 1
 * @param signature of the identity over the public key with its type, 64 bytes
 * @param since when it was made; once it is retired, when that was
 */
public record SignedPreKey(int id, KeyPair pair, Bytes signature, Instant since) {

    /** A new one, with work that takes milliseconds. */
    public static SignedPreKey generate(int id, KeyPair identity, Randomness randomness, Instant now) {
        KeyPair pair = KeyPair.generate(randomness);
        byte[] signature = identity.sign(randomness, pair.publicKey().typed());
        return new SignedPreKey(id, pair, Bytes.of(signature), now);
    }

    SignedPreKey retired(Instant now) {
        return new SignedPreKey(id, pair, signature, now);
    }
}
