package dev.tidings.core.event;

import dev.tidings.platform.async.BackgroundTasks;
import dev.tidings.platform.sql.PgNotifications;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notifies code that waits for events that some may have been committed, before its next poll: on this replica at
 * once, on others by a notification every few milliseconds at most.
 */
@ApplicationScoped
public class EventSignal {
    private static final String CHANNEL = "tidings_events";
    private static final long NOTICE_INTERVAL_MILLIS = 10;

    private final PgNotifications notices;
    private final Vertx vertx;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<UniEmitter<? super Void>> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean noticeDue = new AtomicBoolean();

    EventSignal(PgNotifications notices, Vertx vertx) {
        this.notices = notices;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        notices.listen(CHANNEL, ignored -> wake());
    }

    /** Events of this replica are committed; cheap, and harmless when there are none. */
    public void raise() {
        wake();
        if (noticeDue.compareAndSet(false, true)) {
            vertx.setTimer(
                    NOTICE_INTERVAL_MILLIS, timer -> BackgroundTasks.run("Telling other replicas", vertx, this::tell));
        }
    }

    /** @param onRaise must return at once: it runs on the thread that published */
    public void listen(Runnable onRaise) {
        listeners.add(onRaise);
    }

    /** Completes when events may have been committed, or after the given time. */
    public Uni<Void> next(Duration atMost) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            long timer = vertx.setTimer(atMost.toMillis(), fired -> emitter.complete(null));
            emitter.onTermination(() -> forget(emitter, timer));
        });
    }

    private Uni<Void> tell() {
        noticeDue.set(false);
        return notices.send(CHANNEL, "");
    }

    private void forget(UniEmitter<? super Void> emitter, long timer) {
        waiting.remove(emitter);
        vertx.cancelTimer(timer);
    }

    private void wake() {
        listeners.forEach(Runnable::run);
        for (UniEmitter<? super Void> emitter : waiting) {
            waiting.remove(emitter);
            emitter.complete(null);
        }
    }
}
