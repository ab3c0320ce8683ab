package dev.tidings.core.session;

import dev.tidings.core.directory.SessionStatus;
import dev.tidings.core.engine.Engines;
import dev.tidings.core.session.SessionRepository.StateCount;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reports sessions as {@code tidings_sessions}, how many are in each state, and {@code tidings_session_changes_total},
 * how often a session changed to it. The former is measured by a job, so that a scrape waits for nothing; every
 * replica reports all sessions.
 */
@ApplicationScoped
class SessionMetrics {
    private final SessionRepository sessions;
    private final Engines engines;
    private final MeterRegistry registry;
    private final MultiGauge states;

    SessionMetrics(SessionRepository sessions, Engines engines, MeterRegistry registry) {
        this.sessions = sessions;
        this.engines = engines;
        this.registry = registry;
        this.states = MultiGauge.builder("tidings.sessions")
                .description("Sessions, by engine and state")
                .register(registry);
    }

    void changed(String engine, SessionStatus status) {
        registry.counter("tidings.session.changes", labels(engine, status)).increment();
    }

    Uni<Void> refresh() {
        return sessions.count().invoke(this::show).replaceWithVoid();
    }

    /** States without sessions are shown too, as 0: an alert cannot compare with a missing value. */
    private void show(List<StateCount> counts) {
        Map<Tags, Long> found = counts.stream()
                .collect(Collectors.toMap(count -> labels(count.engine(), count.status()), StateCount::sessions));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String engine : engines.names()) {
            for (SessionStatus status : SessionStatus.values()) {
                Tags labels = labels(engine, status);
                rows.add(MultiGauge.Row.of(labels, found.getOrDefault(labels, 0L)));
            }
        }
        states.register(rows, true);
    }

    private static Tags labels(String engine, SessionStatus status) {
        return Tags.of("engine", engine, "status", status.wireName());
    }
}
