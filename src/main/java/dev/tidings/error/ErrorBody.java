package dev.tidings.error;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The envelope of every failure. */
public record ErrorBody(boolean success, Body error) {

    /** @param details null when the code says it all */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Body(String code, String message, ErrorDetails details) {}

    public static ErrorBody of(ErrorCode code, ErrorDetails details) {
        return new ErrorBody(false, new Body(code.code(), code.message(), details));
    }
}
