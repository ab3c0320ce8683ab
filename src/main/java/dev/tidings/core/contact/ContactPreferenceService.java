package dev.tidings.core.contact;

import dev.tidings.core.engine.ContactPreference;
import dev.tidings.core.event.EventBodies;
import dev.tidings.core.event.EventSignal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Reports what people say about the messages that they want to get. */
@ApplicationScoped
public class ContactPreferenceService {
    private final ContactPreferenceRepository preferences;
    private final EventBodies bodies;
    private final EventSignal events;
    private final Clock clock;

    ContactPreferenceService(
            ContactPreferenceRepository preferences, EventBodies bodies, EventSignal events, Clock clock) {
        this.preferences = preferences;
        this.bodies = bodies;
        this.events = events;
        this.clock = clock;
    }

    /** Publishes it once; a late or repeated one changes nothing. */
    public Uni<Void> receive(ContactPreference preference) {
        return preferences
                .keep(preference, bodies.write(ContactPreferencesView.of(preference)), clock.instant())
                .invoke(events::raise);
    }
}
