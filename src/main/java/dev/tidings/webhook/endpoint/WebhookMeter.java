package dev.tidings.webhook.endpoint;

import dev.tidings.access.plan.UsageMeter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class WebhookMeter implements UsageMeter {
    private final WebhookRepository webhooks;

    WebhookMeter(WebhookRepository webhooks) {
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
