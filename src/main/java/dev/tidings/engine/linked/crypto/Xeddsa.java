package dev.tidings.engine.linked.crypto;

import dev.tidings.engine.linked.bytes.Bytes;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signatures by keys that are made for agreements. WhatsApp's form differs from the published one: the private scalar is never
 * negated, the sign of its Edwards point travels in the top bit of the signature instead. Signatures of the published form have
 * that bit clear and verify as well.
 */
public final class Xeddsa {
    public static final int SIGNATURE_SIZE = 64;

    private static final int HALF = 32;
    private static final int LAST = SIGNATURE_SIZE - 1;
    private static final byte SIGN = (byte) 0x80;

    private Xeddsa() {}

    static byte[] sign(byte[] privateKey, Randomness randomness, byte[]... parts) {
        byte[] message = Bytes.concat(parts);
        byte[] signer = EdwardsPoint.baseTimes(privateKey);
        byte[] prefix = new byte[HALF];
        Arrays.fill(prefix, (byte) 0xff);
        prefix[0] = (byte) 0xfe;
        byte[] nonce = Scalar.reduce(Hashes.sha512(prefix, privateKey, message, randomness.bytes(SIGNATURE_SIZE)));
        byte[] commitment = EdwardsPoint.baseTimes(nonce);
        byte[] challenge = Scalar.reduce(Hashes.sha512(commitment, signer, message));
        byte[] response = Scalar.multiplyAdd(challenge, privateKey, nonce);
        byte[] signature = Bytes.concat(commitment, response);
        signature[LAST] |= (byte) (signer[HALF - 1] & SIGN);
        return signature;
    }

    /** Whether the owner of {@code signer} signed the parts after each other; false too for what is no signature at all. */
    public static boolean verify(PublicKey signer, byte[] signature, byte[]... parts) {
        if (signature.length != SIGNATURE_SIZE || (signature[LAST] & 0x60) != 0) {
            return false;
        }
        byte[] message = Bytes.concat(parts);
        byte[] edwards = edwards(signer);
        edwards[HALF - 1] |= (byte) (signature[LAST] & SIGN);
        byte[] plain = signature.clone();
        plain[LAST] &= (byte) ~SIGN;
        return Ed25519.verify(plain, 0, edwards, 0, message, 0, message.length);
    }

    /** y = (u - 1) / (u + 1), with the sign of x left clear. */
    private static byte[] edwards(PublicKey key) {
        int[] u = X25519Field.create();
        int[] one = X25519Field.create();
        int[] above = X25519Field.create();
        int[] below = X25519Field.create();
        X25519Field.decode255(key.raw(), u);
        X25519Field.one(one);
        X25519Field.sub(u, one, above);
        X25519Field.add(u, one, below);
        X25519Field.carry(above);
        X25519Field.carry(below);
        X25519Field.inv(below, below);
        X25519Field.mul(above, below, above);
        X25519Field.normalize(above);
        byte[] encoded = new byte[HALF];
        X25519Field.encode(above, encoded);
        return encoded;
    }
}
