package dev.tidings.webhook.endpoint;

import dev.tidings.platform.async.WaitingClient;
import dev.tidings.platform.egress.EgressResult;
import dev.tidings.platform.egress.EgressResult.Clearance;
import dev.tidings.platform.egress.GuardedHttpClient;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.client.Attempt;
import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.client.WebhookClient;
import dev.tidings.webhook.client.WebhookEndpoint;
import dev.tidings.webhook.client.WebhookEvent;
import dev.tidings.webhook.client.WebhookPayload;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Checks whether an endpoint may be called, and whether it accepts an event. */
@ApplicationScoped
class EndpointVerifier {
    private static final Duration RESOLUTION = Duration.ofSeconds(2);

    private final GuardedHttpClient http;
    private final WebhookClient client;
    private final Ids ids;
    private final Clock clock;

    EndpointVerifier(GuardedHttpClient http, WebhookClient client, Ids ids, Clock clock) {
        this.http = http;
        this.client = client;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Checks a URL without calling it. A name without an address is accepted: it may get one later.
     *
     * @throws ApiException {@code invalid_webhook_url}
     */
    Uni<Void> allowed(String url, String field) {
        return WaitingClient.whileItWaits(http.check(url, RESOLUTION))
                .invoke(clearance -> requireAllowed(clearance, field))
                .replaceWithVoid();
    }

    /**
     * Sends a test event.
     *
     * @throws ApiException {@code invalid_webhook_url} when its name leads to an address that may not be called;
     *     {@code webhook_url_unreachable}, {@code webhook_response_timeout}
     */
    Uni<Attempt> test(WebhookEndpoint endpoint) {
        WebhookEvent event =
                WebhookPayload.test(ids.next(IdKind.EVENT), endpoint.id(), endpoint.sessionId(), clock.instant());
        return client.send(endpoint, event).invoke(attempt -> requireDelivered(attempt.outcome()));
    }

    private static void requireAllowed(Clearance clearance, String field) {
        if (clearance instanceof EgressResult.Refused refused) {
            throw ApiException.of(ErrorCode.INVALID_WEBHOOK_URL, field, refused.reason());
        }
    }

    private static void requireDelivered(AttemptOutcome outcome) {
        if (!(outcome instanceof AttemptOutcome.Delivered)) {
            throw ApiException.of(code(outcome), "url", outcome.error());
        }
    }

    private static ErrorCode code(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.TimedOut) {
            return ErrorCode.WEBHOOK_RESPONSE_TIMEOUT;
        }
        return outcome instanceof AttemptOutcome.Forbidden
                ? ErrorCode.INVALID_WEBHOOK_URL
                : ErrorCode.WEBHOOK_URL_UNREACHABLE;
    }
}
