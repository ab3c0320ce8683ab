package dev.tidings.engine.cloud.graph;

import dev.tidings.platform.error.ErrorCode;

/**
 * What an error of Meta's means here.
 *
 * @param code what a client is told
 * @param reason why a session is disconnected by it, a stable word; null unless the remedy is {@link Remedy#DISCONNECT}
 */
public record ErrorClassification(ErrorCode code, Remedy remedy, String reason) {

    /** What is done about it. */
    public enum Remedy {
        /** Nothing: the same request would fail again. */
        NONE,
        /** The token or the number is dead: the session is disconnected. */
        DISCONNECT,
        /** The recipient gets nothing for a while. */
        HOLD_RECIPIENT,
        /** The number sends nothing for a while. */
        HOLD_NUMBER,
        /** Meta is not there for a moment. */
        LATER,
        /** This message may go through another time. */
        LATER_FOR_RECIPIENT
    }

    public static ErrorClassification of(ErrorCode code) {
        return new ErrorClassification(code, Remedy.NONE, null);
    }

    public static ErrorClassification of(ErrorCode code, Remedy remedy) {
        return new ErrorClassification(code, remedy, null);
    }

    static ErrorClassification dead(String reason) {
        return new ErrorClassification(ErrorCode.SESSION_DISCONNECTED, Remedy.DISCONNECT, reason);
    }
}
