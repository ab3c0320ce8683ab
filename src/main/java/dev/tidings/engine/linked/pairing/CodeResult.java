package dev.tidings.engine.linked.pairing;

import dev.tidings.core.engine.PairingCode;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import java.time.Duration;

/** A code for the phone, or why there is none; one of the two is null. */
public record CodeResult(PairingCode code, ApiException failure) {

    static CodeResult failed(ApiException failure) {
        return new CodeResult(null, failure);
    }

    static CodeResult of(CodeFlow.Outcome outcome) {
        if (outcome instanceof CodeFlow.Outcome.Issued issued) {
            return new CodeResult(new PairingCode(issued.code(), issued.expiresAt()), null);
        }
        if (outcome instanceof CodeFlow.Outcome.Busy busy) {
            return failed(ApiException.because(
                    ErrorCode.SESSION_CONFLICT,
                    "a code for another number is valid until " + busy.until()
                            + "; wait until then, or restart the session"));
        }
        return outcome instanceof CodeFlow.Outcome.Limited limited
                ? failed(ApiException.retryAfter(ErrorCode.RATE_LIMIT_EXCEEDED, Duration.ofSeconds(limited.seconds())))
                : failed(ApiException.of(ErrorCode.SERVICE_UNAVAILABLE));
    }
}
