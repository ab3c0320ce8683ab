package dev.tidings.platform.http.error;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;

/** Translates a plain HTTP status of the framework into the catalogue: only the statuses of the catalogue leave the server. */
public final class HttpStatusTranslator {
    private HttpStatusTranslator() {}

    public static ApiException translate(int status) {
        return switch (status) {
            case 401 -> ApiException.of(ErrorCode.INVALID_API_KEY);
            case 403 -> ApiException.of(ErrorCode.INSUFFICIENT_PERMISSIONS);
            case 404, 410 -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
            case 405, 501 -> ApiException.of(ErrorCode.METHOD_NOT_ALLOWED);
            case 406 -> invalid("Accept", "This operation answers with application/json.");
            case 408 -> ApiException.because(ErrorCode.INVALID_REQUEST, "The request did not arrive in time.");
            case 413 -> ApiException.because(ErrorCode.INVALID_REQUEST, "The request body is too large.");
            case 414 -> invalid("path", "The path and query are too long.");
            case 415 -> invalid("Content-Type", "Send the body as application/json.");
            case 417 -> invalid("Expect", "Only 100-continue is supported.");
            case 429 -> ApiException.of(ErrorCode.RATE_LIMIT_EXCEEDED);
            case 431 -> ApiException.because(ErrorCode.INVALID_REQUEST, "The request headers are too large.");
            case 503, 504 -> ApiException.of(ErrorCode.SERVICE_UNAVAILABLE);
            default -> other(status);
        };
    }

    private static ApiException other(int status) {
        return status >= 400 && status < 500
                ? ApiException.because(ErrorCode.INVALID_REQUEST, "The request is malformed.")
                : ApiException.of(ErrorCode.INTERNAL_SERVER_ERROR);
    }

    private static ApiException invalid(String field, String reason) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, field, reason);
    }
}
