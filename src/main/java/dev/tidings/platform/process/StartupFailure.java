package dev.tidings.platform.process;

import io.quarkus.runtime.PreventFurtherStepsException;

/** Ends a start, for a reason that the operator can fix, or because everything that was asked for is done. */
public final class StartupFailure {
    private StartupFailure() {}

    /**
     * Ends the process with exit code 1.
     *
     * @param why one line for the operator; never a secret
     */
    public static IllegalStateException because(String why) {
        return with(why, 1);
    }

    /** Ends the process with exit code 0. */
    public static IllegalStateException done(String what) {
        return with(what, 0);
    }

    /**
     * Quarkus prints only the message of this root cause, and exits with its code. As the outermost exception it would count as
     * a deliberate end of the start, and the process would wait for ever.
     */
    private static IllegalStateException with(String message, int exitCode) {
        return new IllegalStateException(new PreventFurtherStepsException(message, exitCode));
    }
}
