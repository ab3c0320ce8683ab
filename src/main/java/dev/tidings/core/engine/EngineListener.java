package dev.tidings.core.engine;

import io.smallrye.mutiny.Uni;

/**
 * Whom engines tell. Each call completes once what it tells is committed; an engine that gets a failure, or dies before it
 * gets an answer, tells it again.
 */
public interface EngineListener {

    /** @return whether the session changed; one that is in another state than the event fits stays as it is */
    Uni<Boolean> onSession(SessionEvent event);

    /** @return our id of the message, the same one if the engine tells of it again */
    Uni<String> onMessage(InboundMessage message);

    /** The file of a message that was reported without it; one that is not waiting for its file stays as it is. */
    Uni<Void> onMedia(LateMedia media);

    Uni<Void> onStatus(StatusChange change);
}
