package dev.tidings.engine.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.content.MessageContent;
import dev.tidings.content.PhoneNumber;
import dev.tidings.engine.StatusChange;
import dev.tidings.error.Checked;
import dev.tidings.error.Checks;
import dev.tidings.error.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies that steer the sandbox. */
final class SandboxRequests {
    private SandboxRequests() {}

    @Schema(name = "SandboxScan")
    record Scan(
            @Schema(
                    description = "The phone that scans; left out: the one of the pairing code, or a made-up one",
                    examples = "14155550100")
            String phoneNumber)
            implements Checked {

        @Override
        public void check(Checks checks) {
            checkPhone(checks, "phoneNumber", phoneNumber);
        }

        String digits() {
            return phoneNumber == null ? null : SandboxRequests.digits(phoneNumber);
        }
    }

    /** The types of message that somebody can write to the sandbox. */
    enum InboundType {
        @JsonProperty("text")
        TEXT
    }

    @Schema(name = "SandboxInbound")
    record Inbound(
            @Schema(required = true, description = "Who writes", examples = "14155552671")
            String from,

            @Schema(required = true, examples = "text") InboundType type,

            @Schema(required = true, minLength = 1, maxLength = 4096, examples = "Where is my parcel?")
            String text)
            implements Checked {

        @Override
        public void check(Checks checks) {
            checks.required("from", from).required("type", type).required("text", text);
            checkPhone(checks, "from", from);
            checks.that("text", text, () -> !text.isEmpty(), ErrorCode.INVALID_REQUEST, "must not be empty")
                    .length("text", text, 0, MessageContent.Text.MAX_LENGTH, ErrorCode.MESSAGE_TOO_LONG);
        }

        String digits() {
            return SandboxRequests.digits(from);
        }

        MessageContent content() {
            return new MessageContent.Text(text, null);
        }
    }

    /** The statuses that can be reported by hand. */
    enum ReportedStatus {
        @JsonProperty("sent")
        SENT(StatusChange.Status.SENT),
        @JsonProperty("delivered")
        DELIVERED(StatusChange.Status.DELIVERED),
        @JsonProperty("read")
        READ(StatusChange.Status.READ),
        @JsonProperty("played")
        PLAYED(StatusChange.Status.PLAYED),
        @JsonProperty("failed")
        FAILED(StatusChange.Status.FAILED);

        private final StatusChange.Status engineStatus;

        ReportedStatus(StatusChange.Status engineStatus) {
            this.engineStatus = engineStatus;
        }

        StatusChange.Status engineStatus() {
            return engineStatus;
        }
    }

    @Schema(name = "SandboxStatus")
    record Status(
            @Schema(required = true, examples = "delivered") ReportedStatus status) implements Checked {
        @Override
        public void check(Checks checks) {
            checks.required("status", status);
        }
    }

    private static void checkPhone(Checks checks, String field, String written) {
        checks.that(
                field,
                written,
                () -> PhoneNumber.digits(written).isPresent(),
                ErrorCode.INVALID_PHONE_NUMBER,
                PhoneNumber.RULE);
    }

    private static String digits(String written) {
        return PhoneNumber.digits(written).orElseThrow();
    }
}
