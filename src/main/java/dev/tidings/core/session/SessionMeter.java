package dev.tidings.core.session;

import dev.tidings.access.plan.UsageMeter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class SessionMeter implements UsageMeter {
    private final SessionRepository sessions;

    SessionMeter(SessionRepository sessions) {
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
