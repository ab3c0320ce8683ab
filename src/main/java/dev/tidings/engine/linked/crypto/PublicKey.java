package dev.tidings.engine.linked.crypto;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.security.MessageDigest;
import java.util.Arrays;

/** A public key on Curve25519 in Montgomery form. Stanzas carry its 32 bytes, Signal's structures put the type 05 before them. */
public final class PublicKey {
    public static final int SIZE = 32;

    private static final byte TYPE = 5;

    private final byte[] raw;

    private PublicKey(byte[] raw) {
        this.raw = raw;
    }

    /** @throws MalformedException unless there are 32 bytes */
    public static PublicKey ofRaw(byte[] raw) {
        if (raw.length != SIZE) {
            throw new MalformedException("a public key has 32 bytes");
        }
        return new PublicKey(raw.clone());
    }

    /** @throws MalformedException unless there are 33 bytes and the first is 05 */
    public static PublicKey ofTyped(byte[] typed) {
        if (typed.length != SIZE + 1 || typed[0] != TYPE) {
            throw new MalformedException("a public key with its type has 33 bytes, the first is 05");
        }
        return new PublicKey(Arrays.copyOfRange(typed, 1, typed.length));
    }

    /** The 32 bytes. */
    public byte[] raw() {
        return raw.clone();
    }

    /** The 33 bytes that start with 05. */
    public byte[] typed() {
        return Bytes.concat(new byte[] {TYPE}, raw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && MessageDigest.isEqual(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return "PublicKey";
    }
}
