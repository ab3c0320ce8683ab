package dev.tidings.core.session;

import dev.tidings.core.directory.OwnershipListener;
import dev.tidings.core.directory.OwnershipToken;
import dev.tidings.core.event.EventSignal;
import jakarta.enterprise.context.ApplicationScoped;

/** A session that changes its owner reports that it is reconnecting: whoever waits for events learns of it at once. */
@ApplicationScoped
class TakeoverSignal implements OwnershipListener {
    private final EventSignal events;

    TakeoverSignal(EventSignal events) {
        this.events = events;
    }

    @Override
    public void acquired(OwnershipToken token) {
        events.raise();
    }

    @Override
    public void lost(OwnershipToken token) {
        // the new owner reports it
    }
}
