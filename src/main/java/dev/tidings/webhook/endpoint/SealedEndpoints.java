package dev.tidings.webhook.endpoint;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.crypto.SealedTable;
import dev.tidings.webhook.client.WebhookSecrets;
import dev.tidings.webhook.endpoint.WebhookRepository.Sealed;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Seals secrets and headers of endpoints again after a change of the key. */
@ApplicationScoped
class SealedEndpoints implements SealedTable {
    private static final int BATCH = 100;

    private final WebhookRepository webhooks;
    private final WebhookSecrets secrets;

    SealedEndpoints(WebhookRepository webhooks, WebhookSecrets secrets) {
        this.webhooks = webhooks;
        this.secrets = secrets;
    }

    @Override
    public String holds() {
        return "endpoints of webhooks";
    }

    @Override
    public Uni<Step> reseal(String after) {
        return webhooks.outdated(after, secrets.currentPrefix(), BATCH)
                .flatMap(found -> BackgroundTasks.each(found, this::reseal)
                        .replaceWith(() -> new Step(
                                found.size() < BATCH
                                        ? null
                                        : found.get(BATCH - 1).id(),
                                found.size())));
    }

    private Uni<Void> reseal(Sealed old) {
        String id = old.id();
        Sealed anew = new Sealed(
                id,
                secrets.reseal(id, old.secret()),
                secrets.reseal(id, old.previousSecret()),
                secrets.resealHeaders(id, old.headers()));
        return webhooks.reseal(old, anew);
    }
}
