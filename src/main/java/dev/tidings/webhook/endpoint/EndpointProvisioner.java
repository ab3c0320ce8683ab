package dev.tidings.webhook.endpoint;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.auth.Scope;
import dev.tidings.core.event.EventSinkProvisioner;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.client.WebhookSecrets;
import dev.tidings.webhook.client.WebhookSigner;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes endpoints together with their session. */
@ApplicationScoped
class EndpointProvisioner implements EventSinkProvisioner {
    private final EndpointVerifier verifier;
    private final WebhookSecrets secrets;
    private final Ids ids;

    EndpointProvisioner(EndpointVerifier verifier, WebhookSecrets secrets, Ids ids) {
        this.verifier = verifier;
        this.secrets = secrets;
        this.ids = ids;
    }

    @Override
    public Uni<Subscription> prepare(Caller caller, String url, List<String> events, String urlField) {
        if (!caller.has(Scope.WEBHOOKS_WRITE)) {
            throw ApiException.of(
                    ErrorCode.INSUFFICIENT_PERMISSIONS,
                    "webhook",
                    "a webhook needs the scope " + Scope.WEBHOOKS_WRITE.wireName());
        }
        String id = ids.next(IdKind.WEBHOOK);
        String secret = WebhookSigner.newSecret();
        return verifier.allowed(url, urlField)
                .replaceWith(() -> new Subscription(
                        id,
                        url,
                        events,
                        secret,
                        secrets.seal(id, secret),
                        caller.plan().webhooks()));
    }
}
