package dev.tidings.core.message;

import dev.tidings.access.plan.UsageCounter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

@ApplicationScoped
class MessageUsageCounter implements UsageCounter {
    private final MessageUsageRepository usage;
    private final Clock clock;

    MessageUsageCounter(MessageUsageRepository usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "messagesToday";
    }

    @Override
    public Uni<Long> used(String accountId) {
        return usage.accepted(accountId, clock.instant());
    }
}
