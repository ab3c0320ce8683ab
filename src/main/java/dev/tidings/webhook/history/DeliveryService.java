package dev.tidings.webhook.history;

import dev.tidings.access.auth.Caller;
import dev.tidings.access.idempotency.FirstAnswer;
import dev.tidings.core.event.EventRetentionWindow;
import dev.tidings.core.event.EventSelection;
import dev.tidings.core.event.EventType;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import dev.tidings.webhook.client.WebhookEndpoint;
import dev.tidings.webhook.delivery.DeliveryDispatcher;
import dev.tidings.webhook.endpoint.WebhookService;
import dev.tidings.webhook.history.DeliveryHistoryRepository.Replayed;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The deliveries to an endpoint, as its owner sees and replays them. */
@ApplicationScoped
public class DeliveryService {
    private static final int MOST_REPLAYED = 10_000;

    private final WebhookService webhooks;
    private final DeliveryHistoryRepository history;
    private final DeliveryDispatcher dispatcher;
    private final EventRetentionWindow retention;
    private final Clock clock;

    DeliveryService(
            WebhookService webhooks,
            DeliveryHistoryRepository history,
            DeliveryDispatcher dispatcher,
            EventRetentionWindow retention,
            Clock clock) {
        this.webhooks = webhooks;
        this.history = history;
        this.dispatcher = dispatcher;
        this.retention = retention;
        this.clock = clock;
    }

    /** One delivery with its attempts. */
    public record Detail(Delivery delivery, List<Delivery.Attempt> attempts) {}

    /** Newest first, after the given id if there is one. */
    public Uni<List<Delivery>> list(Caller caller, String webhookId, DeliveryFilter filter, String afterId, int limit) {
        return webhooks.find(caller, webhookId).chain(() -> history.list(webhookId, filter, afterId, limit));
    }

    /** @throws ApiException {@code resource_not_found} */
    public Uni<Detail> get(Caller caller, String webhookId, String id) {
        return find(caller, webhookId, id)
                .flatMap(delivery -> history.attempts(id).map(attempts -> new Detail(delivery, attempts)));
    }

    /**
     * Makes a delivery again, now; its schedule starts again.
     *
     * @throws ApiException {@code resource_not_found}, also when the event is not kept any more; {@code invalid_request} while
     *     the endpoint is disabled
     */
    public Uni<Delivery> replay(Caller caller, String webhookId, String id, FirstAnswer<Delivery> answer) {
        return find(caller, webhookId, id)
                .call(() -> webhooks.find(caller, webhookId).invoke(DeliveryService::requireEnabled))
                .chain(() -> history.replay(webhookId, id, clock.instant(), answer))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(
                        ErrorCode.RESOURCE_NOT_FOUND, "the event of this delivery is not kept any more"))
                .invoke(dispatcher::wake);
    }

    /**
     * Makes the deliveries of a period again, also of events that were missed while the endpoint was disabled.
     *
     * @throws ApiException {@code resource_not_found}; {@code invalid_request} while the endpoint is disabled, or when events of
     *     that time are not kept any more
     */
    public Uni<Replayed> replay(Caller caller, String webhookId, ReplayRequest request, FirstAnswer<Replayed> answer) {
        Instant now = clock.instant();
        return webhooks.find(caller, webhookId)
                .invoke(DeliveryService::requireEnabled)
                .invoke(() -> requireKept(request))
                .flatMap(webhook -> history.replay(
                        webhookId,
                        request.since(),
                        request.until() == null ? now : request.until(),
                        types(webhook, request),
                        request.isOnlyFailed(),
                        MOST_REPLAYED,
                        now,
                        answer))
                .invoke(dispatcher::wake);
    }

    private Uni<Delivery> find(Caller caller, String webhookId, String id) {
        return webhooks.find(caller, webhookId)
                .chain(() -> IdKind.DELIVERY.matches(id)
                        ? history.find(webhookId, id)
                        : Uni.createFrom().nullItem())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.of(ErrorCode.RESOURCE_NOT_FOUND));
    }

    /** What the endpoint asks for, limited to what the request names. */
    private static Set<String> types(WebhookEndpoint webhook, ReplayRequest request) {
        Set<EventType> wanted =
                EventSelection.types(request.events() == null ? List.of(EventType.ALL) : request.events());
        return EventSelection.types(webhook.events()).stream()
                .filter(wanted::contains)
                .map(EventType::wireName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void requireKept(ReplayRequest request) {
        if (request.since().isBefore(retention.since())) {
            throw ApiException.of(
                    ErrorCode.INVALID_REQUEST,
                    "since",
                    "events are kept for " + retention.time().toDays() + " days: must not be before "
                            + retention.since());
        }
    }

    private static void requireEnabled(WebhookEndpoint webhook) {
        if (!webhook.enabled()) {
            throw ApiException.because(ErrorCode.INVALID_REQUEST, "the webhook is disabled: enable it first");
        }
    }
}
