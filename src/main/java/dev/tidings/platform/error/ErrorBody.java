package dev.tidings.platform.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The envelope of every failure. */
public record ErrorBody(boolean success, Body error) {

    /** @param details null when the code says enough */
    @Schema(name = "ErrorBody")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Body(String code, String message, ErrorDetails details) {}

    public static ErrorBody of(ErrorCode code, ErrorDetails details) {
        return new ErrorBody(false, new Body(code.code(), code.message(), details));
    }
}
