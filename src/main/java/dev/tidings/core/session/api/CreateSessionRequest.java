package dev.tidings.core.session.api;

import dev.tidings.core.session.SessionWebhook;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "CreateSession")
record CreateSessionRequest(
        @Schema(required = true, minLength = 1, maxLength = 100, examples = "support desk")
        String name,

        @Schema(description = "Left out: the installation's default", examples = "sandbox")
        String engine,

        @Schema(description = "Where the events of this session are sent to: a URL, or an object")
        SessionWebhook webhook,

        @Schema(description = CreateSessionRequest.CONFIG, examples = CreateSessionRequest.CONFIG_EXAMPLE)
        Map<String, Object> config)
        implements Validated {
    static final String CONFIG =
            "What the engine needs to know, kept encrypted and never answered. cloud: phoneNumberId,"
                    + " accessToken, appSecret, verifyToken, and businessAccountId if you like; linked: deviceName, history"
                    + " (none, recent, full) and proxy (socks5:// or http://), all optional; sandbox: nothing";
    static final String CONFIG_EXAMPLE = "{\"phoneNumberId\":\"106540352242922\",\"accessToken\":\"EAAJB...\","
            + "\"appSecret\":\"614fc2af...\",\"verifyToken\":\"a phrase of yours\"}";

    @Override
    public void check(Violations checks) {
        checks.required("name", name).length("name", name, 1, 100).nested("webhook", webhook);
    }
}
