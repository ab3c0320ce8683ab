package dev.tidings.engine.linked.pairing;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;

/** What a client is told when it answers for a passkey. */
final class PasskeyResult {
    private PasskeyResult() {}

    /** Null when all is well. */
    static ApiException of(PasskeyFlow.Outcome outcome) {
        return switch (outcome) {
            case TAKEN -> null;
            case NOT_ASKED ->
                ApiException.because(ErrorCode.SESSION_CONFLICT, "WhatsApp does not ask for this at the moment");
            case REFUSED ->
                ApiException.because(
                        ErrorCode.SESSION_CONFLICT, "WhatsApp refused the passkey; scan the new QR code to try again");
            case UNANSWERED -> ApiException.of(ErrorCode.SERVICE_UNAVAILABLE);
        };
    }
}
