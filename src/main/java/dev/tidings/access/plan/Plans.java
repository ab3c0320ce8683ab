package dev.tidings.access.plan;

import dev.tidings.access.plan.PlansConfig.Limits;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** All plans: built in, and changed or added by configuration. Made at the start, to report a wrong one at once. */
@Startup
@ApplicationScoped
public class Plans {
    /** The plan of the operator's own account. */
    public static final String UNLIMITED = "unlimited";

    private static final Logger LOG = Logger.getLogger(Plans.class);
    private static final Plan LEAST = new Plan("free", 10, 100, 1_000, 100, 1, 5, 2, true);
    private static final List<Plan> BUILT_IN = List.of(
            LEAST,
            new Plan("basic", 60, 1_000, 10_000, 10_000, 5, 10, 10, true),
            new Plan("premium", 300, 5_000, 50_000, 100_000, 25, 50, 50, true),
            new Plan("enterprise", 1_000, 20_000, 200_000, null, null, 200, 200, true),
            new Plan(UNLIMITED, null, null, null, null, null, null, null, false));

    private final Map<String, Plan> byName;
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    Plans(PlansConfig config) {
        Map<String, Plan> all = new TreeMap<>();
        BUILT_IN.forEach(plan -> all.put(plan.name(), plan));
        config.byName()
                .forEach((name, limits) -> all.merge(
                        name, configured(name, LEAST, limits), (plan, ignored) -> configured(name, plan, limits)));
        this.byName = Collections.unmodifiableMap(all);
    }

    /** In alphabetical order. */
    public Set<String> names() {
        return byName.keySet();
    }

    public Optional<Plan> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The plan of an account; a plan that is not configured any more gives the lowest limits. */
    public Plan of(String name) {
        Plan plan = byName.get(name);
        if (plan == null && missed.size() < byName.size() && missed.add(name)) {
            LOG.warnf("Accounts are on the plan %s, which is not configured: they get the limits of free", name);
        }
        return plan == null ? byName.get(LEAST.name()) : plan;
    }

    private static Plan configured(String name, Plan plan, Limits limits) {
        return new Plan(
                name,
                choose(limits.requestsPerMinute(), plan.requestsPerMinute()),
                choose(limits.requestsPerHour(), plan.requestsPerHour()),
                choose(limits.requestsPerDay(), plan.requestsPerDay()),
                choose(limits.messagesPerDay(), plan.messagesPerDay()),
                choose(limits.sessions(), plan.sessions()),
                choose(limits.concurrentRequests(), plan.concurrentRequests()),
                choose(limits.webhooks(), plan.webhooks()),
                limits.endpointLimits().orElse(plan.endpointLimits()));
    }

    private static Integer choose(Optional<Limit> configured, Integer otherwise) {
        return configured.isPresent() ? configured.get().most() : otherwise;
    }
}
