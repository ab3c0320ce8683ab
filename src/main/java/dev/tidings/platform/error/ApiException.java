package dev.tidings.platform.error;

import java.time.Duration;
import java.util.Optional;

/** The one exception that reaches clients: a code of the catalogue and its details. Carries no stack trace. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient ErrorDetails details;
    private final Duration retryAfter;

    private ApiException(ErrorCode code, ErrorDetails details, Duration retryAfter) {
        super(code.code(), null, false, false);
        this.code = code;
        this.details = details;
        this.retryAfter = retryAfter;
    }

    public static ApiException of(ErrorCode code) {
        return new ApiException(code, null, null);
    }

    /** A failure of one field. */
    public static ApiException of(ErrorCode code, String field, String reason) {
        return new ApiException(code, new ErrorDetails(field, reason, null), null);
    }

    /** A failure that concerns no single field. */
    public static ApiException because(ErrorCode code, String reason) {
        return of(code, null, reason);
    }

    /** A failure that a client may retry; the answer carries {@code Retry-After} in whole seconds. */
    public static ApiException retryAfter(ErrorCode code, Duration retryAfter) {
        return new ApiException(code, null, retryAfter);
    }

    /** The same, with a reason. */
    public static ApiException retryAfter(ErrorCode code, String reason, Duration retryAfter) {
        return new ApiException(code, new ErrorDetails(null, reason, null), retryAfter);
    }

    /** The same failure, which a client may retry after that time. */
    public ApiException retryIn(Duration time) {
        return new ApiException(code, details, time);
    }

    /** The same failure, with the id of the message that was stored before it. */
    public ApiException forMessage(String messageId) {
        String field = details == null ? null : details.field();
        String reason = details == null ? null : details.reason();
        String engineCode = details == null ? null : details.engineCode();
        return new ApiException(code, new ErrorDetails(field, reason, messageId, engineCode), retryAfter);
    }

    /** The same failure, with WhatsApp's own code and words for it; each may be null. */
    public ApiException ofEngine(String engineCode, String reason) {
        String field = details == null ? null : details.field();
        String messageId = details == null ? null : details.messageId();
        return new ApiException(code, new ErrorDetails(field, reason, messageId, engineCode), retryAfter);
    }

    /** The same failure, of another field. */
    public ApiException at(String field) {
        String reason = details == null ? null : details.reason();
        return new ApiException(code, new ErrorDetails(field, reason, null), retryAfter);
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<ErrorDetails> details() {
        return Optional.ofNullable(details);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public ErrorBody body() {
        return ErrorBody.of(code, details);
    }
}
