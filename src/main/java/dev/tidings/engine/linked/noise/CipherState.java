package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.CryptoException;
import java.nio.ByteBuffer;

/**
 * One direction of a connection after its handshake. Each message has the next number, so one must be written to the socket
 * before the next is encrypted: not thread-safe, one owner.
 */
public final class CipherState {
    private static final byte[] NOTHING = {};

    private final byte[] key;
    private long counter;
    private boolean broken;

    CipherState(byte[] key) {
        this.key = key;
    }

    /** @throws NoiseException after 2^32 messages, because a number used twice would give the key away */
    public byte[] encrypt(byte[] plain) {
        return Aes.gcmEncrypt(key, next(), NOTHING, plain);
    }

    /** @throws NoiseException if this is not the other side's next message, and from then on always */
    public byte[] decrypt(byte[] encrypted) {
        byte[] nonce = next();
        try {
            return Aes.gcmDecrypt(key, nonce, NOTHING, encrypted);
        } catch (CryptoException e) {
            broken = true;
            throw new NoiseException("a frame does not decrypt", e);
        }
    }

    private byte[] next() {
        if (broken || counter >>> 32 != 0) {
            throw new NoiseException("this direction of the connection has ended");
        }
        return nonce((int) counter++);
    }

    static byte[] nonce(int counter) {
        return ByteBuffer.allocate(12).putLong(0).putInt(counter).array();
    }

    @Override
    public String toString() {
        return "CipherState";
    }
}
