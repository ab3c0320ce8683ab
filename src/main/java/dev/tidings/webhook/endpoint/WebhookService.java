package dev.tidings.webhook.endpoint;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.platform.id.Ids;
import dev.tidings.webhook.client.WebhookEndpoint;
import dev.tidings.webhook.client.WebhookSecrets;
import dev.tidings.webhook.client.WebhookSigner;
import dev.tidings.webhook.endpoint.WebhookRepository.Added;
import dev.tidings.webhook.endpoint.WebhookRepository.Changes;
import dev.tidings.webhook.endpoint.WebhookRepository.Rotation;
import dev.tidings.webhook.endpoint.WebhookRequests.CreateRequest;
import dev.tidings.webhook.endpoint.WebhookRequests.UpdateRequest;
import dev.tidings.webhook.endpoint.WebhookView.TestView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The endpoints of an account. */
@ApplicationScoped
public class WebhookService {
    /** How long the previous secret still signs after a rotation. */
    private static final Duration SECRET_OVERLAP = Duration.ofHours(24);

    private final WebhookRepository webhooks;
    private final WebhookSecrets secrets;
    private final SessionDirectory sessions;
    private final EndpointVerifier verifier;
    private final Ids ids;
    private final Clock clock;

    WebhookService(
            WebhookRepository webhooks,
            WebhookSecrets secrets,
            SessionDirectory sessions,
            EndpointVerifier verifier,
            Ids ids,
            Clock clock) {
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.sessions = sessions;
        this.verifier = verifier;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes an endpoint; the answer holds its secret, which is shown only once.
     *
     * @throws ApiException {@code invalid_webhook_url}, {@code session_not_found}, {@code webhook_limit_reached}; when it is to
     *     be verified {@code webhook_url_unreachable}, {@code webhook_response_timeout}; {@code insufficient_permissions} for a
     *     key that is limited to sessions, unless the endpoint is for one of them
     */
    Uni<WebhookView> create(Caller caller, CreateRequest request, FirstAnswer<WebhookView> answer) {
        String secret = WebhookSigner.newSecret();
        WebhookEndpoint webhook = newWebhook(caller, request, secret);
        requireWithin(caller, request.sessionId());
        return verifier.allowed(request.url(), "url")
                .chain(() -> requireSession(caller, request.sessionId()))
                .chain(() -> request.isToBeVerified()
                        ? verifier.test(webhook).replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .chain(() -> webhooks.add(webhook, caller.plan().webhooks(), answer.of(view(webhook, secret))))
                .invoke(WebhookService::requireAdded)
                .map(added -> view(webhook, secret));
    }

    /** Newest first, after the given id if there is one. */
    Uni<List<WebhookView>> list(Caller caller, String afterId, int limit) {
        return webhooks.list(caller, afterId, limit)
                .map(found -> found.stream().map(webhook -> view(webhook, null)).toList());
    }

    /** @throws ApiException {@code resource_not_found} */
    Uni<WebhookView> get(Caller caller, String id) {
        return find(caller, id).map(webhook -> view(webhook, null));
    }

    /** @throws ApiException {@code resource_not_found} */
    public Uni<WebhookEndpoint> find(Caller caller, String id) {
        requireForm(id);
        return existing(webhooks.find(caller, id));
    }

    /** @throws ApiException {@code resource_not_found}, {@code invalid_webhook_url} */
    Uni<WebhookView> update(Caller caller, String id, UpdateRequest request) {
        return find(caller, id)
                .chain(() ->
                        request.url() == null ? Uni.createFrom().voidItem() : verifier.allowed(request.url(), "url"))
                .chain(() -> existing(webhooks.change(caller.accountId(), id, changes(id, request), clock.instant())))
                .map(webhook -> view(webhook, null));
    }

    /** Deliveries that wait for it are not sent any more. */
    Uni<WebhookView> delete(Caller caller, String id) {
        return find(caller, id)
                .chain(() -> existing(webhooks.delete(caller.accountId(), id, clock.instant())))
                .map(webhook -> view(webhook, null));
    }

    /** Gives it a new secret, which the answer holds; both sign for a day. */
    Uni<WebhookView> rotateSecret(Caller caller, String id, FirstAnswer<WebhookView> answer) {
        String secret = WebhookSigner.newSecret();
        Instant now = clock.instant();
        return find(caller, id)
                .flatMap(webhook -> existing(webhooks.rotate(
                        webhook,
                        new Rotation(
                                secrets.seal(id, secret),
                                secrets.sealHeaders(id, secrets.headers(webhook)),
                                now.plus(SECRET_OVERLAP)),
                        now,
                        rotated -> answer.of(view(rotated, secret)))))
                .map(webhook -> view(webhook, secret));
    }

    /**
     * Sends a test event now.
     *
     * @throws ApiException {@code resource_not_found}, {@code invalid_webhook_url}, {@code webhook_url_unreachable},
     *     {@code webhook_response_timeout}
     */
    Uni<TestView> test(Caller caller, String id) {
        return find(caller, id)
                .flatMap(verifier::test)
                .map(attempt -> new TestView(
                        true, attempt.outcome().httpStatus(), attempt.took().toMillis()));
    }

    private static void requireWithin(Caller caller, String sessionId) {
        if (caller.sessionIds() != null && sessionId == null) {
            throw ApiException.of(
                    ErrorCode.INSUFFICIENT_PERMISSIONS,
                    "sessionId",
                    "the key is limited to certain sessions, so it must name one of them");
        }
    }

    private Uni<Void> requireSession(Caller caller, String sessionId) {
        return sessionId == null
                ? Uni.createFrom().voidItem()
                : sessions.require(caller, sessionId).replaceWithVoid();
    }

    private WebhookEndpoint newWebhook(Caller caller, CreateRequest request, String secret) {
        String id = ids.next(IdKind.WEBHOOK);
        Instant now = clock.instant();
        boolean enabled = request.isEnabled();
        return new WebhookEndpoint(
                id,
                caller.accountId(),
                request.sessionId(),
                request.url(),
                request.events(),
                emptyToNull(request.description()),
                secrets.sealHeaders(id, request.headers()),
                secrets.seal(id, secret),
                null,
                null,
                enabled,
                enabled ? null : "manual",
                enabled ? null : now,
                null,
                now,
                now);
    }

    private Changes changes(String id, UpdateRequest request) {
        return new Changes(
                request.url(),
                request.events(),
                request.description(),
                request.headers() != null,
                secrets.sealHeaders(id, request.headers()),
                request.enabled());
    }

    private WebhookView view(WebhookEndpoint webhook, String secret) {
        List<String> headerNames = List.copyOf(secrets.headers(webhook).keySet());
        return WebhookView.of(webhook, headerNames, secret, clock.instant());
    }

    private static void requireAdded(Added added) {
        switch (added) {
            case LIMIT -> throw ApiException.of(ErrorCode.WEBHOOK_LIMIT_REACHED);
            case NO_SESSION -> throw ApiException.of(ErrorCode.SESSION_NOT_FOUND);
            case CREATED -> {}
        }
    }

    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** A malformed id is an unknown id. */
    private static void requireForm(String id) {
        if (!IdKind.WEBHOOK.matches(id)) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
        }
    }

    private static Uni<WebhookEndpoint> existing(Uni<WebhookEndpoint> found) {
        return found.onItem().ifNull().failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }
}
