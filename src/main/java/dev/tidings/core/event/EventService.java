package dev.tidings.core.event;

import dev.tidings.access.auth.Caller;
import dev.tidings.core.directory.SessionDirectory;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.id.IdKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads the events of an account, in one order that never changes once it was read. */
@ApplicationScoped
public class EventService {
    private final EventRepository events;
    private final EventStreams streams;
    private final SessionDirectory sessions;

    EventService(EventRepository events, EventStreams streams, SessionDirectory sessions) {
        this.events = events;
        this.streams = streams;
        this.sessions = sessions;
    }

    /**
     * Events after the one given, oldest first.
     *
     * @param afterId null: from the oldest that is kept
     * @param sessionId null: of all sessions
     * @throws ApiException {@code session_not_found}; {@code resource_not_found} when there is no such event, or it is
     *     not kept any more
     */
    public Uni<List<Event>> list(Caller caller, String afterId, String sessionId, int limit) {
        return sessions.requireKnown(caller, sessionId)
                .chain(() -> place(caller, afterId, Uni.createFrom().item(EventPosition.START)))
                .flatMap(place -> events.read(caller, place, sessionId, limit))
                .map(EventRepository.Found::events);
    }

    /**
     * Events after the one given as they happen, in the form of Server-Sent Events.
     *
     * @param afterId null: only what happens from now on
     * @throws ApiException {@code session_not_found}; {@code resource_not_found}; {@code concurrent_request_limit_exceeded}
     */
    public Uni<Multi<Buffer>> stream(Caller caller, String afterId, String sessionId) {
        return sessions.requireKnown(caller, sessionId)
                .chain(() -> place(caller, afterId, events.end()))
                .map(place -> streams.open(caller, place, sessionId));
    }

    private Uni<EventPosition> place(Caller caller, String eventId, Uni<EventPosition> otherwise) {
        if (eventId == null) {
            return otherwise;
        }
        if (!IdKind.EVENT.matches(eventId)) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND);
        }
        return events.findPlace(caller.accountId(), eventId)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.because(
                        ErrorCode.RESOURCE_NOT_FOUND, "there is no such event, or it is older than what is kept"));
    }
}
