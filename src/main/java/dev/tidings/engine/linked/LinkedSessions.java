package dev.tidings.engine.linked;

import dev.tidings.core.directory.OwnershipListener;
import dev.tidings.core.directory.OwnershipToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The sessions that this replica has to do with, each of which exists once. */
@ApplicationScoped
class LinkedSessions implements OwnershipListener {
    /** What nobody has used for so long is forgotten. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Known(LinkedSession session, Instant usedAt) {}

    LinkedSessions(Clock clock) {
        this.clock = clock;
    }

    LinkedSession get(String id, Function<String, LinkedSession> make) {
        return known.compute(
                        id,
                        (key, found) -> new Known(found == null ? make.apply(key) : found.session(), clock.instant()))
                .session();
    }

    Collection<LinkedSession> all() {
        return known.values().stream().map(Known::session).toList();
    }

    /** Forgets sessions without a connection. */
    void tidyUp() {
        Instant before = clock.instant().minus(IDLE);
        known.keySet()
                .forEach(id -> known.computeIfPresent(
                        id,
                        (key, found) ->
                                found.session().isWanted() || found.usedAt().isAfter(before) ? found : null));
    }

    @Override
    public void lost(OwnershipToken token) {
        Known found = known.get(token.sessionId());
        if (found != null) {
            found.session().lost();
        }
    }
}
