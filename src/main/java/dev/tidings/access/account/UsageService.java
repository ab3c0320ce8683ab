package dev.tidings.access.account;

import dev.tidings.access.plan.UsageMeter;
import dev.tidings.platform.async.Background;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much of its limits an account has used, as the rooms that hold what is counted tell. */
@ApplicationScoped
class UsageService {
    private final List<UsageMeter> meters;

    UsageService(@All List<UsageMeter> meters) {
        this.meters = meters;
    }

    /** By the names of the meters. */
    Uni<Map<String, Long>> used(String accountId) {
        Map<String, Long> used = new TreeMap<>();
        return Background.each(
                        meters,
                        meter -> meter.used(accountId)
                                .invoke(count -> used.put(meter.name(), count))
                                .replaceWithVoid())
                .replaceWith(used);
    }
}
