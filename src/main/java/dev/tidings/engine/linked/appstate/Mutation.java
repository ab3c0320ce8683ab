package dev.tidings.engine.linked.appstate;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.Randomness;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A change of one synchronised setting as it travels: encrypted, with a code over what it does and a code over what it names.
 *
 * @param operation whether it sets the setting or removes it
 * @param keyId of the key that the phone shared
 * @param indexMac the name of the setting for those without the key, 32 bytes
 * @param blob initialisation vector, ciphertext and code
 */
record Mutation(Operation operation, Bytes keyId, Bytes indexMac, Bytes blob) {
    private static final int IV = 16;
    private static final int MAC = 32;

    enum Operation {
        SET(0),
        REMOVE(1);

        private final int number;

        Operation(int number) {
            this.number = number;
        }

        /** In the code, unlike in the message, they are counted from 1. */
        private byte inCode() {
            return (byte) (number + 1);
        }
    }

    static Mutation seal(
            AppStateKeys keys, Bytes keyId, Operation operation, SyncAction action, Randomness randomness) {
        byte[] iv = randomness.bytes(IV);
        byte[] encrypted =
                Bytes.concat(iv, Aes.cbcEncrypt(keys.valueEncryption().toArray(), iv, action.encode()));
        byte[] mac = valueMac(keys, operation, keyId, encrypted);
        return new Mutation(operation, keyId, Bytes.of(indexMac(keys, action)), Bytes.of(Bytes.concat(encrypted, mac)));
    }

    /** The code over the value, which the hash of the collection is made of. */
    Bytes valueMac() {
        byte[] all = blob.toArray();
        requireLength(all);
        return Bytes.of(all, all.length - MAC, MAC);
    }

    /**
     * The setting, once both codes hold.
     *
     * @throws CryptoException if one of them does not
     * @throws MalformedException if it is no mutation
     */
    SyncAction open(AppStateKeys keys) {
        byte[] all = blob.toArray();
        requireLength(all);
        byte[] encrypted = Arrays.copyOf(all, all.length - MAC);
        if (!MessageDigest.isEqual(
                valueMac(keys, operation, keyId, encrypted), valueMac().toArray())) {
            throw new CryptoException("the code over the value of a setting does not hold");
        }
        byte[] iv = Arrays.copyOf(encrypted, IV);
        byte[] ciphertext = Arrays.copyOfRange(encrypted, IV, encrypted.length);
        SyncAction action =
                SyncAction.decode(Aes.cbcDecrypt(keys.valueEncryption().toArray(), iv, ciphertext));
        if (!MessageDigest.isEqual(indexMac(keys, action), indexMac.toArray())) {
            throw new CryptoException("the code over the index of a setting does not hold");
        }
        return action;
    }

    private static void requireLength(byte[] blob) {
        if (blob.length < IV + IV + MAC) {
            throw new MalformedException("a mutation is too short");
        }
    }

    private static byte[] indexMac(AppStateKeys keys, SyncAction action) {
        return Hashes.hmacSha256(keys.index().toArray(), action.index().toArray());
    }

    private static byte[] valueMac(AppStateKeys keys, Operation operation, Bytes keyId, byte[] encrypted) {
        byte[] length =
                ByteBuffer.allocate(Long.BYTES).putLong(keyId.size() + 1L).array();
        byte[] mac = Hashes.hmacSha512(
                keys.valueMac().toArray(), new byte[] {operation.inCode()}, keyId.toArray(), encrypted, length);
        return Arrays.copyOf(mac, MAC);
    }
}
