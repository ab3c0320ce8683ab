package dev.tidings.core.directory;

/** The session belongs to another replica now: nothing may be stored or sent for it here. Carries no stack trace. */
public final class OwnershipLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OwnershipLostException(OwnershipToken token) {
        super("another replica owns " + token.sessionId(), null, false, false);
    }
}
