package dev.tidings.core.session;

import dev.tidings.platform.async.BlockingTasks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Draws QR codes off the event loop. */
@ApplicationScoped
public class QrRenderer {
    private final BlockingTasks tasks;

    QrRenderer(BlockingTasks tasks) {
        this.tasks = tasks;
    }

    /** As a PNG in a {@code data:} URI; null for no text. */
    Uni<String> dataUri(String text) {
        return text == null
                ? Uni.createFrom().nullItem()
                : tasks.run(() -> QrImage.of(text).dataUri());
    }

    public Uni<byte[]> png(String text) {
        return tasks.run(() -> QrImage.of(text).png());
    }

    public Uni<String> svg(String text) {
        return tasks.run(() -> QrImage.of(text).svg());
    }
}
