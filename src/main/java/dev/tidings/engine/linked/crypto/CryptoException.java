package dev.tidings.engine.linked.crypto;

/** A tag, signature, padding or key does not hold. The message names the check and shows nothing that was checked. */
public final class CryptoException extends RuntimeException {
    public CryptoException(String check) {
        super(check);
    }
}
