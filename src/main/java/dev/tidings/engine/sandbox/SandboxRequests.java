package dev.tidings.engine.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request bodies that control the sandbox. */
final class SandboxRequests {
    private SandboxRequests() {}

    @Schema(name = "SandboxScan")
    record Scan(
            @Schema(
                    description = "The phone that scans; left out: the one of the pairing code, or a made-up one",
                    examples = "14155550100")
            String phoneNumber)
            implements Validated {

        @Override
        public void check(Violations checks) {
            PhoneNumber.check(checks, "phoneNumber", phoneNumber);
        }

        String digits() {
            return phoneNumber == null ? null : SandboxRequests.digits(phoneNumber);
        }
    }

    /** The statuses that can be reported by request. */
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
            @Schema(required = true, examples = "delivered") ReportedStatus status) implements Validated {
        @Override
        public void check(Violations checks) {
            checks.required("status", status);
        }
    }

    private static String digits(String written) {
        return PhoneNumber.digits(written).orElseThrow();
    }
}
