package dev.tidings.core.session;

import dev.tidings.platform.validation.Checked;
import dev.tidings.platform.validation.Checks;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "ConfigureSession")
record ConfigureSessionRequest(
        @Schema(
                required = true,
                description = CreateSessionRequest.CONFIG,
                examples = CreateSessionRequest.CONFIG_EXAMPLE)
        Map<String, Object> config)
        implements Checked {

    @Override
    public void check(Checks checks) {
        checks.required("config", config);
    }
}
