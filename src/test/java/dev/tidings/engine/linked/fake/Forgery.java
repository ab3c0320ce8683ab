package dev.tidings.engine.linked.fake;

/** What is wrong with the proof that a phone gives the device it links. */
public enum Forgery {
    NONE,
    /** It was not made with the secret of the code: {@code hmac-mismatch}. */
    CODE,
    /** The account's signature does not hold: {@code signature-mismatch}. */
    SIGNATURE,
    /** It is no such message at all. */
    NONSENSE,
    /** Nothing is wrong, but the account is hosted by the service, which signs in another role. */
    HOSTED
}
