package dev.tidings.engine.cloud.graph;

import dev.tidings.platform.error.ErrorCode;

/**
 * What an error from Meta means here.
 *
 * @param code the code for the client
 * @param reason why it disconnects a session, a fixed word; null unless the remedy is {@link Remedy#DISCONNECT}
 */
public record ErrorClassification(ErrorCode code, Remedy remedy, String reason) {

    /** What is done about it. */
    public enum Remedy {
        /** Nothing: the same request would fail again. */
        NONE,
        /** The token or the number is not valid any more: the session is disconnected. */
        DISCONNECT,
        /** Nothing is sent to the recipient for some time. */
        HOLD_RECIPIENT,
        /** Nothing is sent from the number for some time. */
        HOLD_NUMBER,
        /** Meta is not available for a moment. */
        LATER,
        /** This message may succeed later. */
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
