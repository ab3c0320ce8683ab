package dev.tidings.access.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of single endpoints for each account, beside those of its plan: {@code 5/hour}, or {@code off}. */
@ConfigMapping(prefix = "tidings.rate-limits")
interface RateLimitsConfig {

    /** How often an account may call POST /v1/sessions. */
    @WithDefault("5/hour")
    Rate createSession();

    /** How often an account may call POST /v1/messages/bulk. */
    @WithDefault("1/minute")
    Rate sendBulk();

    /** How often an account may call the operations under /v1/media, all together. */
    @WithDefault("30/minute")
    Rate media();

    /** How often an account may call POST /v1/webhooks/{webhookId}/test. */
    @WithDefault("5/minute")
    Rate testWebhook();
}
