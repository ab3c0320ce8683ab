package dev.tidings.webhook.delivery;

import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.delivery.DeliveryRepository.Result;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Records since when every attempt at an endpoint fails, and disables it when that is too long or it answers 410. */
@ApplicationScoped
class EndpointHealth {
    private static final Logger LOG = Logger.getLogger(EndpointHealth.class);

    private final EndpointHealthRepository repository;
    private final Clock clock;

    EndpointHealth(EndpointHealthRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Takes note of how attempts ended. An endpoint that succeeds as it did before costs no statement. */
    Uni<Void> note(List<Result> results) {
        Set<String> delivered = endpoints(results, EndpointHealth::isSuccess).keySet();
        SortedMap<String, String> failed = endpoints(results, EndpointHealth::isFailure);
        Set<String> recovered = new TreeSet<>(endpoints(
                        results,
                        result -> wasFailing(result)
                                || failed.containsKey(
                                        result.delivery().endpoint().id()))
                .keySet());
        recovered.retainAll(delivered);
        failed.keySet().removeAll(delivered);
        SortedMap<String, String> gone = endpoints(results, EndpointHealth::isGone);
        Instant now = clock.instant();
        return (recovered.isEmpty() ? Uni.createFrom().voidItem() : repository.recovered(recovered))
                .chain(() -> unlessEmpty(failed, urls -> fail(urls, now)))
                .chain(() -> unlessEmpty(gone, urls -> disable(urls, now)));
    }

    private Uni<Void> fail(SortedMap<String, String> urls, Instant now) {
        return repository
                .failed(urls, now, now.minus(RetrySchedule.PATIENCE))
                .invoke(disabled -> disabled.forEach(id -> LOG.infof(
                        "%s is disabled, as it has done nothing but fail for %d days",
                        id, RetrySchedule.PATIENCE.toDays())))
                .replaceWithVoid();
    }

    private Uni<Void> disable(SortedMap<String, String> urls, Instant now) {
        return repository
                .gone(urls, now)
                .invoke(disabled -> disabled.forEach(id -> LOG.infof("%s is disabled, as it says that it is gone", id)))
                .replaceWithVoid();
    }

    private static Uni<Void> unlessEmpty(
            SortedMap<String, String> urls, Function<SortedMap<String, String>, Uni<Void>> action) {
        return urls.isEmpty() ? Uni.createFrom().voidItem() : action.apply(urls);
    }

    /**
     * The URLs that were called, by the ids of their endpoints. Sorted, so that replicas that write at the same time
     * never wait for each other in a circle.
     */
    private static SortedMap<String, String> endpoints(List<Result> results, Predicate<Result> which) {
        SortedMap<String, String> urls = new TreeMap<>();
        results.stream()
                .filter(which)
                .map(result -> result.delivery().endpoint())
                .forEach(endpoint -> urls.put(endpoint.id(), endpoint.url()));
        return urls;
    }

    private static boolean wasFailing(Result result) {
        return result.delivery().endpoint().failingSince() != null;
    }

    private static boolean isSuccess(Result result) {
        return result.outcome() instanceof AttemptOutcome.Delivered;
    }

    private static boolean isFailure(Result result) {
        return !isSuccess(result) && !(result.outcome() instanceof AttemptOutcome.NotAttempted);
    }

    private static boolean isGone(Result result) {
        return result.outcome() instanceof AttemptOutcome.Rejected rejected && rejected.isGone();
    }
}
