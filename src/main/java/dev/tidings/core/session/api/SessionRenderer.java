package dev.tidings.core.session.api;

import dev.tidings.core.session.QrRenderer;
import dev.tidings.core.session.Session;
import dev.tidings.core.session.SessionView;
import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.http.api.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Draws sessions for clients, off the event loop. */
@ApplicationScoped
class SessionRenderer {
    static final String PNG = "image/png";
    static final String SVG = "image/svg+xml";

    private final BlockingTasks tasks;
    private final QrRenderer qrCodes;

    SessionRenderer(BlockingTasks tasks, QrRenderer qrCodes) {
        this.tasks = tasks;
        this.qrCodes = qrCodes;
    }

    Uni<SessionView> view(Session session) {
        return tasks.run(() -> SessionView.of(session));
    }

    Uni<Page<SessionView>> view(Page<Session> page) {
        return tasks.run(() -> page.map(SessionView::of));
    }

    Uni<byte[]> png(Session session) {
        return qrCodes.png(session.qrText());
    }

    Uni<String> svg(Session session) {
        return qrCodes.svg(session.qrText());
    }
}
