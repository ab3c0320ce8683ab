package dev.tidings.core.session.api;

import dev.tidings.core.content.PhoneNumber;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "CreatePairingCode")
record PairingCodeRequest(
        @Schema(required = true, description = "The phone to link", examples = "+14155552671")
        String phoneNumber) implements Validated {

    @Override
    public void check(Violations checks) {
        checks.required("phoneNumber", phoneNumber)
                .that(
                        "phoneNumber",
                        phoneNumber,
                        () -> PhoneNumber.digits(phoneNumber)
                                .filter(PhoneNumber::isPossible)
                                .isPresent(),
                        ErrorCode.INVALID_PHONE_NUMBER,
                        PhoneNumber.RULE);
    }

    String digits() {
        return PhoneNumber.digits(phoneNumber).orElseThrow();
    }
}
