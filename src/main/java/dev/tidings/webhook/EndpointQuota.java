package dev.tidings.webhook;

import dev.tidings.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** How many endpoints an account may have. */
@ApplicationScoped
class EndpointQuota {
    private final WebhookConfig config;

    EndpointQuota(WebhookConfig config) {
        this.config = config;
    }

    /** The most that the caller's account may have at the same time. */
    int of(Caller caller) {
        return config.maxEndpoints();
    }
}
