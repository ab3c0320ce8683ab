package dev.tidings.core.engine;

import io.smallrye.mutiny.Uni;

/**
 * Receives the reports of engines. Each call completes once the report is committed; an engine that gets a failure, or
 * dies before it gets an answer, reports it again.
 */
public interface EngineListener {

    /** @return whether the session changed; a session whose state does not fit the event does not change */
    Uni<Boolean> onSession(SessionEvent event);

    /** @return our id of the message, the same one if the engine reports it again */
    Uni<String> onMessage(InboundMessage message);

    /**
     * The file of a message that was reported without it; a message that is not waiting for its file does not change.
     */
    Uni<Void> onMedia(LateMedia media);

    Uni<Void> onStatus(StatusChange change);
}
