package dev.tidings.session;

import dev.tidings.content.PhoneNumber;
import dev.tidings.error.Checked;
import dev.tidings.error.Checks;
import dev.tidings.error.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "CreatePairingCode")
record PairingCodeRequest(
        @Schema(required = true, description = "The phone to link", examples = "+14155552671")
        String phoneNumber) implements Checked {

    @Override
    public void check(Checks checks) {
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
