package dev.tidings.inbound;

import dev.tidings.engine.EngineListener;
import dev.tidings.engine.InboundMessage;
import dev.tidings.engine.SessionEvent;
import dev.tidings.engine.StatusChange;
import dev.tidings.message.MessageService;
import dev.tidings.session.SessionService;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Brings what engines tell to the room that it concerns. */
@ApplicationScoped
class InboundRouter implements EngineListener {
    private final SessionService sessions;
    private final MessageService messages;

    InboundRouter(SessionService sessions, MessageService messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    @Override
    public Uni<Void> onSession(SessionEvent event) {
        return sessions.apply(event);
    }

    @Override
    public Uni<String> onMessage(InboundMessage message) {
        return messages.receive(message);
    }

    @Override
    public Uni<Void> onStatus(StatusChange change) {
        return messages.apply(change);
    }
}
