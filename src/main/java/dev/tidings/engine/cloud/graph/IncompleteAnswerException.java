package dev.tidings.engine.cloud.graph;

/** An answer of the Graph API that says success and lacks what it was asked for. Carries no stack trace. */
public final class IncompleteAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompleteAnswerException(String what) {
        super("Meta answered with " + what, null, false, false);
    }
}
