package dev.tidings.access.apikey;

import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "RotateKey")
record RotateKeyRequest(
        @Schema(
                description = "How long the old key goes on working beside the new one; left out: not at all",
                minimum = "0",
                maximum = "2592000",
                examples = "3600")
        Integer gracePeriodSeconds)
        implements Validated {
    private static final Duration LONGEST = Duration.ofDays(30);

    @Override
    public void check(Violations checks) {
        checks.range("gracePeriodSeconds", gracePeriodSeconds, 0, LONGEST.toSeconds());
    }

    Duration grace() {
        return Duration.ofSeconds(gracePeriodSeconds == null ? 0 : gracePeriodSeconds);
    }
}
