package dev.tidings.engine.cloud.graph;

/** An answer of the Graph API that reports success without the expected data. Has no stack trace. */
public final class IncompleteAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompleteAnswerException(String what) {
        super("Meta answered with " + what, null, false, false);
    }
}
