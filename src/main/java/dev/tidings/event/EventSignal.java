package dev.tidings.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the rooms of this replica that events may have been committed, before they would look by themselves. */
@ApplicationScoped
public class EventSignal {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Events of this replica are committed; cheap, and harmless when there are none. */
    public void raise() {
        listeners.forEach(Runnable::run);
    }

    /** @param onRaise returns at once: it runs on the thread of whoever published */
    public void listen(Runnable onRaise) {
        listeners.add(onRaise);
    }
}
