package dev.tidings.webhook.delivery;

import dev.tidings.webhook.client.AttemptOutcome;
import dev.tidings.webhook.delivery.DeliveryRepository.Result;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
        Set<String> delivered = endpoints(results, EndpointHealth::isSuccess);
        Set<String> failed = endpoints(results, EndpointHealth::isFailure);
        Set<String> recovered = endpoints(
                results,
                result -> wasFailing(result)
                        || failed.contains(result.delivery().endpoint().id()));
        recovered.retainAll(delivered);
        failed.removeAll(delivered);
        Set<String> gone = endpoints(results, EndpointHealth::isGone);
        Instant now = clock.instant();
        return unlessEmpty(recovered, repository::recovered)
                .chain(() -> unlessEmpty(failed, ids -> fail(ids, now)))
                .chain(() -> unlessEmpty(gone, ids -> disable(ids, now)));
    }

    private Uni<Void> fail(Set<String> ids, Instant now) {
        return repository
                .failed(ids, now, now.minus(RetrySchedule.PATIENCE))
                .invoke(disabled -> disabled.forEach(id -> LOG.infof(
                        "%s is disabled, as it has done nothing but fail for %d days",
                        id, RetrySchedule.PATIENCE.toDays())))
                .replaceWithVoid();
    }

    private Uni<Void> disable(Set<String> ids, Instant now) {
        return repository
                .gone(ids, now)
                .invoke(disabled -> disabled.forEach(id -> LOG.infof("%s is disabled, as it says that it is gone", id)))
                .replaceWithVoid();
    }

    private static Uni<Void> unlessEmpty(Set<String> ids, Function<Set<String>, Uni<Void>> action) {
        return ids.isEmpty() ? Uni.createFrom().voidItem() : action.apply(ids);
    }

    /** Sorted, so that replicas that write at the same time never wait for each other in a circle. */
    private static Set<String> endpoints(List<Result> results, Predicate<Result> which) {
        return results.stream()
                .filter(which)
                .map(result -> result.delivery().endpoint().id())
                .collect(Collectors.toCollection(TreeSet::new));
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
