package dev.tidings.webhook.endpoint;

import dev.tidings.access.plan.UsageCounter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class WebhookUsageCounter implements UsageCounter {
    private final WebhookRepository webhooks;

    WebhookUsageCounter(WebhookRepository webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public Uni<Long> used(String accountId) {
        return webhooks.count(accountId);
    }
}
