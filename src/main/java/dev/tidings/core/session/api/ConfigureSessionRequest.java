package dev.tidings.core.session.api;

import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "ConfigureSession")
record ConfigureSessionRequest(
        @Schema(
                required = true,
                description = CreateSessionRequest.CONFIG,
                examples = CreateSessionRequest.CONFIG_EXAMPLE)
        Map<String, Object> config)
        implements Validated {

    @Override
    public void check(Violations checks) {
        checks.required("config", config);
    }
}
