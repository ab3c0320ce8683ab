package dev.tidings.engine.cloud.graph;

import java.time.Duration;
import java.util.Optional;

/** An answer of the Graph API that is no success. Carries no stack trace. */
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
     * @param regain what the answer says of how long to wait, or zero
     */
    static GraphException of(int status, String body, Duration regain) {
        GraphError error = GraphError.ofBody(body).orElse(null);
        boolean refusal = error != null ? !GraphErrorTable.isOutage(error) : status < 500;
        return refusal ? new Refusal(status, error, regain) : new Outage(status, error, regain);
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    public Optional<GraphError> error() {
        return Optional.ofNullable(error);
    }

    /** How long Meta wants us to wait; zero if it does not say. */
    public Duration regain() {
        return regain;
    }

    /** Meta works, and does not want this. */
    public static final class Refusal extends GraphException {
        private static final long serialVersionUID = 1L;

        private Refusal(int status, GraphError error, Duration regain) {
            super(status, error, regain);
        }
    }

    /** Meta does not work, whoever asks. */
    static final class Outage extends GraphException {
        private static final long serialVersionUID = 1L;

        private Outage(int status, GraphError error, Duration regain) {
            super(status, error, regain);
        }
    }
}
