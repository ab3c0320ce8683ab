package dev.tidings.engine.linked.noise;

/**
 * The other side is not WhatsApp's server, or both sides are out of step. The connection is of no more use: it is closed, and
 * nothing is skipped.
 */
public final class NoiseException extends RuntimeException {
    NoiseException(String reason) {
        super(reason);
    }

    NoiseException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
