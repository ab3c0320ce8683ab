package dev.tidings.core.session.api;

import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "AnswerPasskey")
record PasskeyRequest(
        @Schema(
                description = "What navigator.credentials.get made of the challenge, as toJSON() writes it",
                examples = "{\"id\":\"AbC...\",\"rawId\":\"AbC...\",\"type\":\"public-key\",\"response\":{}}")
        Map<String, Object> assertion,

        @Schema(description = "true: the code that the session shows is the one on the phone", examples = "true")
        Boolean confirmed)
        implements Validated {

    @Override
    public void check(Violations checks) {
        if (confirmed == null) {
            checks.required("assertion", assertion);
        } else {
            checks.that(
                    "confirmed",
                    confirmed,
                    () -> confirmed && assertion == null,
                    ErrorCode.INVALID_REQUEST,
                    "Must be true, without an assertion. To refuse, restart the session.");
        }
    }

    PasskeyReply reply() {
        return new PasskeyReply(assertion);
    }
}
