package dev.tidings.access.account;

import dev.tidings.access.plan.UsageCounter;
import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much of its limits an account has used, as reported by each {@link UsageCounter}. */
@ApplicationScoped
class UsageService {
    private final List<UsageCounter> counters;

    UsageService(@All List<UsageCounter> counters) {
        this.counters = counters;
    }

    /** By the names of the counters. */
    Uni<Map<String, Long>> used(String accountId) {
        Map<String, Long> used = new TreeMap<>();
        return BackgroundTasks.each(
                        counters,
                        counter -> counter.used(accountId)
                                .invoke(count -> used.put(counter.name(), count))
                                .replaceWithVoid())
                .replaceWith(used);
    }
}
