package dev.tidings.secret;

import io.quarkus.runtime.PreventFurtherStepsException;

/** A start that is given up because a secret is missing or weak. */
public final class RefusedStart {
    private RefusedStart() {}

    /**
     * Quarkus prints the message of this root cause alone and exits with its code. On top it would be taken for a deliberate
     * end of the start, and the process would wait for ever.
     *
     * @param why one line for the operator; never a secret
     */
    public static IllegalStateException because(String why) {
        return new IllegalStateException(new PreventFurtherStepsException(why, 1));
    }
}
