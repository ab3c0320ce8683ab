package dev.tidings.access.account;

import dev.tidings.access.plan.UsageCounter;
import dev.tidings.platform.async.BackgroundTasks;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much of its limits an account has used, as the rooms that hold what is counted tell. */
@ApplicationScoped
class UsageService {
    private final List<UsageCounter> meters;

    UsageService(@All List<UsageCounter> meters) {
        this.meters = meters;
    }

    /** By the names of the meters. */
    Uni<Map<String, Long>> used(String accountId) {
        Map<String, Long> used = new TreeMap<>();
        return BackgroundTasks.each(
                        meters,
                        meter -> meter.used(accountId)
                                .invoke(count -> used.put(meter.name(), count))
                                .replaceWithVoid())
                .replaceWith(used);
    }
}
