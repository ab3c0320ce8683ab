package dev.tidings.engine.linked.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HKDF with SHA-256 (RFC 5869); the JDK has it only from 25. */
public final class Hkdf {
    private static final int BLOCK = 32;

    private Hkdf() {}

    /** Without a salt, which stands for one of zeros. */
    public static byte[] derive(byte[] secret, String info, int length) {
        return derive(secret, new byte[BLOCK], info.getBytes(StandardCharsets.UTF_8), length);
    }

    public static byte[] derive(byte[] secret, byte[] salt, String info, int length) {
        return derive(secret, salt, info.getBytes(StandardCharsets.UTF_8), length);
    }

    /**
     * @param salt not empty, because the JDK takes no empty key
     * @param length in bytes, 1 to 8160
     */
    public static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        if (length < 1 || length > 255 * BLOCK) {
            throw new IllegalArgumentException("HKDF gives 1 to 8160 bytes, not " + length);
        }
        byte[] key = Hashes.hmacSha256(salt, secret);
        byte[] derived = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += BLOCK, counter++) {
            block = Hashes.hmacSha256(key, block, info, new byte[] {(byte) counter});
            System.arraycopy(block, 0, derived, done, Math.min(BLOCK, length - done));
        }
        Arrays.fill(key, (byte) 0);
        return derived;
    }
}
