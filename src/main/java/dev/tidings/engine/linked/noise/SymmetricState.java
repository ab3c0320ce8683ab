package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a Noise handshake carries along: the hash of all that was said, the chaining key, the key and its counter. */
final class SymmetricState {
    private static final int SIZE = 32;

    private byte[] hash;
    private byte[] chainingKey;
    private byte[] key;
    private int counter;

    /** @param protocol its name; filled up with zeros to 32 bytes, or hashed if it is longer */
    SymmetricState(String protocol, byte[] prologue) {
        byte[] name = protocol.getBytes(StandardCharsets.US_ASCII);
        hash = name.length > SIZE ? Hashes.sha256(name) : Arrays.copyOf(name, SIZE);
        chainingKey = hash;
        key = hash;
        mixHash(prologue);
    }

    void mixHash(byte[] said) {
        hash = Hashes.sha256(hash, said);
    }

    void mixKey(byte[] secret) {
        byte[] keys = Hkdf.derive(secret, chainingKey, "", 2 * SIZE);
        chainingKey = Arrays.copyOf(keys, SIZE);
        key = Arrays.copyOfRange(keys, SIZE, 2 * SIZE);
        counter = 0;
    }

    byte[] encrypt(byte[] plain) {
        byte[] encrypted = Aes.gcmEncrypt(key, CipherState.nonce(counter++), hash, plain);
        mixHash(encrypted);
        return encrypted;
    }

    byte[] decrypt(Bytes encrypted) {
        byte[] plain = Aes.gcmDecrypt(key, CipherState.nonce(counter++), hash, encrypted.toArray());
        mixHash(encrypted.toArray());
        return plain;
    }

    /** The key to write with, then the key to read with, as the client has them. */
    byte[][] split() {
        byte[] keys = Hkdf.derive(new byte[0], chainingKey, "", 2 * SIZE);
        return new byte[][] {Arrays.copyOf(keys, SIZE), Arrays.copyOfRange(keys, SIZE, 2 * SIZE)};
    }

    byte[] hash() {
        return hash.clone();
    }

    @Override
    public String toString() {
        return "SymmetricState";
    }
}
