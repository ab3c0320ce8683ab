package dev.tidings.engine.cloud.graph;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.platform.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** An answer of the Graph API that is not a success. Has no stack trace. */
public abstract sealed class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient GraphError error;
    private final Duration regain;

    private GraphException(int status, GraphError error, Duration regain) {
        super(
                "HTTP " + status + (error == null ? " with no error of the Graph API" : " with " + error),
                null,
                false,
                false);
        this.status = status;
        this.error = error;
        this.regain = regain;
    }

    /**
     * The exception for an answer.
     *
     * @param regain how long to wait, according to the answer, or zero
     */
    static GraphException of(int status, String body, Duration regain) {
        GraphError error = GraphError.ofBody(body).orElse(null);
        boolean refusal = error != null ? !GraphErrorTable.isOutage(error) : status < 500;
        return refusal ? new Refusal(status, error, regain) : new Outage(status, error, regain);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What it means here. */
    public ErrorClassification classification() {
        return error == null
                ? GraphErrorTable.ofStatus(status).orElse(ErrorClassification.of(ErrorCode.MESSAGE_SENDING_FAILED))
                : GraphErrorTable.of(error, status);
    }

    /** What a client sees of it; null when Meta said nothing. */
    public MessageDetails.Failure failure() {
        return error == null ? null : error.failure();
    }

    /** Whether it does not show what was done: something between here and the Graph API failed. */
    public boolean leavesItUnknown() {
        return error == null && status >= 500;
    }

    public Optional<GraphError> error() {
        return Optional.ofNullable(error);
    }

    /** How long Meta asks us to wait; zero if it does not say. */
    public Duration regain() {
        return regain;
    }

    /** Meta works, and refuses the call. */
    public static final class Refusal extends GraphException {
        private static final long serialVersionUID = 1L;

        private Refusal(int status, GraphError error, Duration regain) {
            super(status, error, regain);
        }
    }

    /** Meta does not work, for any caller. */
    static final class Outage extends GraphException {
        private static final long serialVersionUID = 1L;

        private Outage(int status, GraphError error, Duration regain) {
            super(status, error, regain);
        }
    }
}
