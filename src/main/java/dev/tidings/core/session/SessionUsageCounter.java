package dev.tidings.core.session;

import dev.tidings.access.plan.UsageCounter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class SessionUsageCounter implements UsageCounter {
    private final SessionRepository sessions;

    SessionUsageCounter(SessionRepository sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Uni<Long> used(String accountId) {
        return sessions.count(accountId);
    }
}
