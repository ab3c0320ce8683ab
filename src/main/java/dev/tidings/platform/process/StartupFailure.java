package dev.tidings.platform.process;

import io.quarkus.runtime.PreventFurtherStepsException;

/** A start that is given up for a reason that the operator can mend, or because all that was asked for is done. */
public final class StartupFailure {
    private StartupFailure() {}

    /**
     * Ends the process with 1.
     *
     * @param why one line for the operator; never a secret
     */
    public static IllegalStateException because(String why) {
        return with(why, 1);
    }

    /** Ends the process with 0. */
    public static IllegalStateException done(String what) {
        return with(what, 0);
    }

    /**
     * Quarkus prints the message of this root cause alone and exits with its code. On top it would be taken for a deliberate
     * end of the start, and the process would wait for ever.
     */
    private static IllegalStateException with(String message, int exitCode) {
        return new IllegalStateException(new PreventFurtherStepsException(message, exitCode));
    }
}
