package dev.tidings.core.event.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.tidings.core.event.Event;
import dev.tidings.core.event.EventType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event as clients see it. */
@Schema(name = "Event")
record EventView(
        @Schema(examples = "evt_01kaszk2h8w4r6t0y5v3n7b9c1") String id,

        EventType event,

        @Schema(description = "When it happened") Instant timestamp,

        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(description = "Its place among the events of its session, from 1, with no gaps", examples = "42")
        long sequence,

        @Schema(
                type = SchemaType.OBJECT,
                description = "The Message of a message.* event, the Session of a session.* event, as it was then, the"
                        + " ContactPreferences of contact.preferences; a QR code is null once it has expired")
        @JsonRawValue
        String data) {

    static EventView of(Event event) {
        return new EventView(event.id(), event.type(), event.at(), event.sessionId(), event.sequence(), event.data());
    }
}
