package dev.tidings.engine.linked.crypto;

import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests and codes over the concatenation of parts. SHA-1 and MD5 are here because the protocol names things by them. */
public final class Hashes {
    private Hashes() {}

    public static byte[] sha256(byte[]... parts) {
        return digest(Jca.require(() -> MessageDigest.getInstance("SHA-256")), parts);
    }

    public static byte[] sha512(byte[]... parts) {
        return digest(Jca.require(() -> MessageDigest.getInstance("SHA-512")), parts);
    }

    public static byte[] sha1(byte[]... parts) {
        return digest(Jca.require(() -> MessageDigest.getInstance("SHA-1")), parts);
    }

    public static byte[] md5(byte[]... parts) {
        return digest(Jca.require(() -> MessageDigest.getInstance("MD5")), parts);
    }

    public static byte[] hmacSha256(byte[] key, byte[]... parts) {
        return mac(Jca.require(() -> Mac.getInstance("HmacSHA256")), key, parts);
    }

    public static byte[] hmacSha512(byte[] key, byte[]... parts) {
        return mac(Jca.require(() -> Mac.getInstance("HmacSHA512")), key, parts);
    }

    private static byte[] digest(MessageDigest digest, byte[]... parts) {
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] mac(Mac mac, byte[] key, byte[]... parts) {
        Jca.require(() -> {
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return null;
        });
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }
}
