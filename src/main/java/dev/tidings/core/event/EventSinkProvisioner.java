package dev.tidings.core.event;

import dev.tidings.access.auth.Caller;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Makes endpoints together with something else; the port for packages below the one that sends events. */
public interface EventSinkProvisioner {

    /**
     * Checks a requested endpoint and gives it an id and a secret. Nothing is stored: the caller does so within its
     * own transaction, by the SQL function {@code add_webhook}.
     *
     * @param urlField the place of the URL in the request, for failures
     * @throws dev.tidings.platform.error.ApiException {@code invalid_webhook_url}; {@code insufficient_permissions} without the scope
     *     that endpoints need
     */
    Uni<Subscription> prepare(Caller caller, String url, List<String> events, String urlField);

    /**
     * An endpoint to be stored.
     *
     * @param secret its text, for the answer of this request alone
     * @param sealedSecret what is stored
     * @param most how many endpoints the account may have, this one among them; null: any number
     */
    record Subscription(
            String webhookId, String url, List<String> events, String secret, String sealedSecret, Integer most) {}
}
