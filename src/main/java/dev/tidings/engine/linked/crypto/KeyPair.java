package dev.tidings.engine.linked.crypto;

import dev.tidings.engine.linked.bytes.MalformedException;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** A pair of keys on Curve25519, for agreements (X25519) and for signatures (XEdDSA). Shows neither of them. */
public final class KeyPair {
    private final byte[] privateKey;
    private final PublicKey publicKey;

    private KeyPair(byte[] privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static KeyPair generate(Randomness randomness) {
        return ofPrivate(randomness.bytes(X25519.SCALAR_SIZE));
    }

    /**
     * @param privateKey clamped here if it is not yet
     * @throws MalformedException unless there are 32 bytes
     */
    public static KeyPair ofPrivate(byte[] privateKey) {
        if (privateKey.length != X25519.SCALAR_SIZE) {
            throw new MalformedException("a private key has 32 bytes");
        }
        byte[] clamped = privateKey.clone();
        X25519.clampPrivateKey(clamped);
        byte[] derived = new byte[PublicKey.SIZE];
        X25519.generatePublicKey(clamped, 0, derived, 0);
        return new KeyPair(clamped, PublicKey.ofRaw(derived));
    }

    /** A pair that was stored whole, without the work of deriving one half from the other. */
    public static KeyPair restore(byte[] privateKey, PublicKey publicKey) {
        if (privateKey.length != X25519.SCALAR_SIZE) {
            throw new MalformedException("a private key has 32 bytes");
        }
        return new KeyPair(privateKey.clone(), publicKey);
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** For storage under a seal, and nothing else. */
    public byte[] privateKey() {
        return privateKey.clone();
    }

    /**
     * The secret shared with the owner of {@code other}, 32 bytes.
     *
     * @throws CryptoException if {@code other} is one of the few points that make every secret zero
     */
    public byte[] agree(PublicKey other) {
        byte[] secret = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(privateKey, 0, other.raw(), 0, secret, 0)) {
            throw new CryptoException("the other side's public key is of small order");
        }
        return secret;
    }

    /** A signature of 64 bytes over the parts after each other; see {@link Xeddsa}. */
    public byte[] sign(Randomness randomness, byte[]... parts) {
        return Xeddsa.sign(privateKey, randomness, parts);
    }

    @Override
    public String toString() {
        return "KeyPair";
    }
}
