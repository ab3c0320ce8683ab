package dev.tidings.core.message.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/** Notifies the worker of this replica at once that something is due, before its next poll. */
@ApplicationScoped
class QueueSignal {
    private final AtomicReference<Runnable> listener = new AtomicReference<>(() -> {});

    void raise() {
        listener.get().run();
    }

    void listen(Runnable onRaise) {
        listener.set(onRaise);
    }
}
