package dev.tidings.engine.linked.signal;

/** A message cannot be read, or a session not be built. Nothing has changed in the store. Malformed bytes are told otherwise. */
public final class SignalException extends RuntimeException {
    /** What decides on the answer to the sender. */
    public enum Reason {
        /** No session or sender key fits. */
        NO_SESSION,
        /** It was read before, or its key was dropped; nothing is missing. */
        DUPLICATE,
        /** It was encrypted to a pre-key that is not there any more. */
        NO_PRE_KEY,
        /** More messages lie between it and the last one than keys are kept. */
        TOO_FAR_AHEAD,
        /** A code, signature, key or padding does not hold. */
        INVALID
    }

    private final Reason reason;

    SignalException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    SignalException(Reason reason, Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
