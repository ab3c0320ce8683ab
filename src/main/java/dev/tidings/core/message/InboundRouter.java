package dev.tidings.core.message;

import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.LateMedia;
import dev.tidings.core.engine.SessionEvent;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.core.session.SessionService;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Passes the reports of engines to the package that they concern. */
@ApplicationScoped
class InboundRouter implements EngineListener {
    private final SessionService sessions;
    private final MessageService messages;

    InboundRouter(SessionService sessions, MessageService messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    @Override
    public Uni<Boolean> onSession(SessionEvent event) {
        return sessions.apply(event);
    }

    @Override
    public Uni<String> onMessage(InboundMessage message) {
        return messages.receive(message);
    }

    @Override
    public Uni<Void> onMedia(LateMedia media) {
        return messages.settle(media);
    }

    @Override
    public Uni<Void> onStatus(StatusChange change) {
        return messages.apply(change);
    }
}
