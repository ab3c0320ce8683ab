package dev.tidings.engine.cloud.number;

import dev.tidings.core.engine.SendOutcome;
import dev.tidings.platform.error.ErrorCode;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** A send that ended before any part of it was sent to Meta. Has no stack trace. */
public final class NotSentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** As long as a circuit breaker stays open. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private final transient SendOutcome outcome;

    public NotSentException(SendOutcome outcome) {
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    public SendOutcome outcome() {
        return outcome;
    }

    /** Nothing that the session sends would succeed now. */
    public static SendOutcome unavailable() {
        return new SendOutcome.Deferred(ErrorCode.SERVICE_UNAVAILABLE, PAUSE, SendOutcome.Extent.SESSION);
    }

    /** Whether a call failed before there was a connection for it. */
    public static boolean isUnconnected(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 10; cause = cause.getCause(), depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException
                    || cause instanceof CircuitBreakerOpenException) {
                return true;
            }
        }
        return false;
    }
}
