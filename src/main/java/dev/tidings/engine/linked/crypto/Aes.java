package dev.tidings.engine.linked.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES with keys of 32 bytes in the modes of the protocol. */
public final class Aes {
    private static final int TAG_BITS = 128;
    private static final String WRONG_TAG = "the tag of the ciphertext does not hold";

    private Aes() {}

    /**
     * @param iv 12 bytes, never twice with one key
     * @return the ciphertext with the tag of 16 bytes after it
     */
    public static byte[] gcmEncrypt(byte[] key, byte[] iv, byte[] associated, byte[] plain) {
        return Jca.require(() -> gcm(Cipher.ENCRYPT_MODE, key, iv, associated).doFinal(plain));
    }

    /** @throws CryptoException if the tag does not hold */
    public static byte[] gcmDecrypt(byte[] key, byte[] iv, byte[] associated, byte[] encrypted) {
        if (encrypted.length < TAG_BITS / 8) {
            // The JDK answers with a ProviderException, which looks like a fault of the machine.
            throw new CryptoException(WRONG_TAG);
        }
        Cipher cipher = Jca.require(() -> gcm(Cipher.DECRYPT_MODE, key, iv, associated));
        return open(cipher, encrypted, WRONG_TAG);
    }

    /** @param iv 16 bytes */
    public static byte[] cbcEncrypt(byte[] key, byte[] iv, byte[] plain) {
        return Jca.require(() -> cbc(Cipher.ENCRYPT_MODE, key, iv).doFinal(plain));
    }

    /**
     * For what has been authenticated already: the answer to a wrong padding tells about the plaintext.
     *
     * @throws CryptoException if length or padding do not hold
     */
    public static byte[] cbcDecrypt(byte[] key, byte[] iv, byte[] encrypted) {
        Cipher cipher = Jca.require(() -> cbc(Cipher.DECRYPT_MODE, key, iv));
        return open(cipher, encrypted, "the padding of the ciphertext does not hold");
    }

    /** Encrypts and decrypts. */
    public static byte[] ctr(byte[] key, byte[] iv, byte[] input) {
        return Jca.require(() -> {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key(key), new IvParameterSpec(iv));
            return cipher.doFinal(input);
        });
    }

    private static Cipher gcm(int mode, byte[] key, byte[] iv, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = init(Cipher.getInstance("AES/GCM/NoPadding"), mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(associated);
        return cipher;
    }

    private static Cipher cbc(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        return init(Cipher.getInstance("AES/CBC/PKCS5Padding"), mode, key, new IvParameterSpec(iv));
    }

    private static Cipher init(Cipher cipher, int mode, byte[] key, AlgorithmParameterSpec iv)
            throws GeneralSecurityException {
        cipher.init(mode, key(key), iv);
        return cipher;
    }

    private static SecretKeySpec key(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] open(Cipher cipher, byte[] encrypted, String failure) {
        try {
            return cipher.doFinal(encrypted);
        } catch (GeneralSecurityException e) {
            throw new CryptoException(failure);
        }
    }
}
