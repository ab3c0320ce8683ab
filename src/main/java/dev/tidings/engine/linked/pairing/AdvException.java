package dev.tidings.engine.linked.pairing;

/** Who answers to the code that we show does not hold the secret in it, or did not sign our identity. */
final class AdvException extends RuntimeException {
    private final String code;

    /** @param code what the server is told, {@code hmac-mismatch} or {@code signature-mismatch} */
    AdvException(String code) {
        super(code);
        this.code = code;
    }

    String code() {
        return code;
    }
}
