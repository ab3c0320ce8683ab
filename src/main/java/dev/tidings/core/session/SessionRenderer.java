package dev.tidings.core.session;

import dev.tidings.platform.async.BlockingTasks;
import dev.tidings.platform.http.api.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Draws sessions for clients, away from the event loop. */
@ApplicationScoped
class SessionRenderer {
    static final String PNG = "image/png";
    static final String SVG = "image/svg+xml";

    private final BlockingTasks offload;

    SessionRenderer(BlockingTasks offload) {
        this.offload = offload;
    }

    Uni<SessionView> view(Session session) {
        return offload.run(() -> SessionView.of(session));
    }

    Uni<Page<SessionView>> view(Page<Session> page) {
        return offload.run(() -> page.map(SessionView::of));
    }

    /** The QR code as a PNG in a data: URI; null for no text. */
    Uni<String> qrCode(String text) {
        return text == null
                ? Uni.createFrom().nullItem()
                : offload.run(() -> QrImage.of(text).dataUri());
    }

    Uni<byte[]> png(Session session) {
        return offload.run(() -> QrImage.of(session.qrText()).png());
    }

    Uni<String> svg(Session session) {
        return offload.run(() -> QrImage.of(session.qrText()).svg());
    }
}
