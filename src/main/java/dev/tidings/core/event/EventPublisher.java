package dev.tidings.core.event;

import dev.tidings.platform.sql.Transaction;
import dev.tidings.platform.sql.Transaction.LastStep;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Writes events in the transactions that make the changes which the events report. */
@ApplicationScoped
public class EventPublisher {
    private final LastStep<NewEvent> write;
    private final EventSignal signal;

    EventPublisher(EventRepository events, EventSignal signal) {
        this.write = events::publish;
        this.signal = signal;
    }

    /**
     * Writes the events at the end of the transaction, in the order in which they are given here: the rows that number
     * the events of sessions are locked last, so that those who hold them wait for nobody.
     */
    public void publish(Transaction transaction, List<NewEvent> events) {
        if (!events.isEmpty()) {
            transaction.last(write, events);
            transaction.afterCommit(signal::raise);
        }
    }
}
