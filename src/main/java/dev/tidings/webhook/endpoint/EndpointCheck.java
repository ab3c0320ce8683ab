package dev.tidings.webhook.endpoint;

import dev.tidings.platform.egress.Clearance;
import dev.tidings.platform.egress.Failed;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.client.Attempt;
import dev.tidings.webhook.client.EventBody;
import dev.tidings.webhook.client.Outcome;
import dev.tidings.webhook.client.Webhook;
import dev.tidings.webhook.client.WebhookClient;
import dev.tidings.webhook.delivery.Claimed;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Finds out whether an endpoint may be called, and whether it takes an event. */
@ApplicationScoped
class EndpointCheck {
    private static final Duration RESOLUTION = Duration.ofSeconds(2);

    private final GuardedHttpClient http;
    private final WebhookClient client;
    private final Ids ids;
    private final Clock clock;

    EndpointCheck(GuardedHttpClient http, WebhookClient client, Ids ids, Clock clock) {
        this.http = http;
        this.client = client;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Judges a URL without calling it. A name that leads nowhere may do so later.
     *
     * @throws ApiException {@code invalid_webhook_url}
     */
    Uni<Void> allowed(String url, String field) {
        return http.check(url, RESOLUTION)
                .invoke(clearance -> requireAllowed(clearance, field))
                .replaceWithVoid();
    }

    /**
     * Sends a test event.
     *
     * @throws ApiException {@code invalid_webhook_url} where that leads to an address that may not be called;
     *     {@code webhook_url_unreachable}, {@code webhook_response_timeout}
     */
    Uni<Attempt> test(Webhook webhook) {
        Claimed.Event event =
                EventBody.test(ids.next(IdKind.EVENT), webhook.id(), webhook.sessionId(), clock.instant());
        return client.send(webhook, event).invoke(attempt -> requireDelivered(attempt.outcome()));
    }

    private static void requireAllowed(Clearance clearance, String field) {
        if (clearance instanceof Failed.Refused refused) {
            throw ApiException.of(ErrorCode.INVALID_WEBHOOK_URL, field, refused.reason());
        }
    }

    private static void requireDelivered(Outcome outcome) {
        if (!(outcome instanceof Outcome.Delivered)) {
            throw ApiException.of(code(outcome), "url", outcome.error());
        }
    }

    private static ErrorCode code(Outcome outcome) {
        if (outcome instanceof Outcome.TimedOut) {
            return ErrorCode.WEBHOOK_RESPONSE_TIMEOUT;
        }
        return outcome instanceof Outcome.Forbidden ? ErrorCode.INVALID_WEBHOOK_URL : ErrorCode.WEBHOOK_URL_UNREACHABLE;
    }
}
