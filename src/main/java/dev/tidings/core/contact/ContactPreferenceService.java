package dev.tidings.core.contact;

import dev.tidings.core.engine.ContactPreference;
import dev.tidings.core.event.EventBodies;
import dev.tidings.core.event.EventPublisher;
import dev.tidings.core.event.EventType;
import dev.tidings.core.event.NewEvent;
import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Reports what people say about the messages that they want to get. */
@ApplicationScoped
public class ContactPreferenceService {
    private final ContactPreferenceRepository preferences;
    private final EventBodies bodies;
    private final EventPublisher events;
    private final Clock clock;

    ContactPreferenceService(
            ContactPreferenceRepository preferences, EventBodies bodies, EventPublisher events, Clock clock) {
        this.preferences = preferences;
        this.bodies = bodies;
        this.events = events;
        this.clock = clock;
    }

    /** Publishes it once; a late or repeated one changes nothing. */
    public Uni<Void> receive(Transaction transaction, ContactPreference preference) {
        return preferences
                .keep(transaction, preference)
                .onItem()
                .ifNotNull()
                .invoke(accountId -> events.publish(transaction, List.of(event(accountId, preference))))
                .replaceWithVoid();
    }

    private NewEvent event(String accountId, ContactPreference preference) {
        return new NewEvent(
                accountId,
                preference.sessionId(),
                EventType.CONTACT_PREFERENCES,
                bodies.write(ContactPreferencesView.of(preference)),
                clock.instant());
    }
}
