package dev.tidings.core.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** THE list of events: validation, the OpenAPI document and the docs are made from it. */
public enum EventType {
    MESSAGE_RECEIVED(null, Payload.MESSAGE, "A message came in."),
    MESSAGE_REACTION(null, Payload.MESSAGE, "Somebody reacted to a message, or took the reaction back."),
    MESSAGE_MEDIA(null, Payload.MESSAGE, "The file of a message that came in is here, or cannot be had."),
    MESSAGE_SENT(
            Group.MESSAGE_STATUS, Payload.MESSAGE, "WhatsApp took a message, or one was sent from the phone's app."),
    MESSAGE_DELIVERED(Group.MESSAGE_STATUS, Payload.MESSAGE, "A message reached the recipient's phone."),
    MESSAGE_READ(Group.MESSAGE_STATUS, Payload.MESSAGE, "The recipient saw a message."),
    MESSAGE_PLAYED(Group.MESSAGE_STATUS, Payload.MESSAGE, "The recipient played a voice or video message."),
    MESSAGE_FAILED(Group.MESSAGE_STATUS, Payload.MESSAGE, "A message could not be sent or delivered."),
    CONTACT_PREFERENCES(
            null,
            Payload.CONTACT_PREFERENCES,
            "A person wants no more messages of a kind, such as marketing, or wants them again."),
    SESSION_QR(Group.SESSION_STATUS, Payload.SESSION, "A QR code waits to be scanned."),
    SESSION_PASSKEY_REQUIRED(
            Group.SESSION_STATUS,
            Payload.SESSION,
            "The phone links only with the account's passkey: get the session for the challenge."),
    SESSION_CONNECTED(Group.SESSION_STATUS, Payload.SESSION, "A session can send and receive."),
    SESSION_RECONNECTING(Group.SESSION_STATUS, Payload.SESSION, "The connection broke and is being restored."),
    SESSION_DISCONNECTED(Group.SESSION_STATUS, Payload.SESSION, "The connection is gone until a restart."),
    SESSION_LOGGED_OUT(Group.SESSION_STATUS, Payload.SESSION, "A session was unlinked."),
    SESSION_FAILED(Group.SESSION_STATUS, Payload.SESSION, "A pairing did not come to an end."),
    SESSION_RESTRICTED(
            null, Payload.SESSION, "WhatsApp has limited what the account may do, or has taken the limit off.");

    /** All events. */
    public static final String ALL = "*";

    /** What {@code data} holds. */
    public enum Payload {
        MESSAGE,
        CONTACT_PREFERENCES,
        SESSION
    }

    /**
     * Events that are subscribed to together; the subscriber gets the group's name, and the member in
     * {@code data.status}.
     */
    public enum Group {
        MESSAGE_STATUS,
        SESSION_STATUS;

        @JsonValue
        public String wireName() {
            return dotted(this);
        }
    }

    private final Group group;
    private final Payload payload;
    private final String description;

    EventType(Group group, Payload payload, String description) {
        this.group = group;
        this.payload = payload;
        this.description = description;
    }

    @JsonValue
    public String wireName() {
        return dotted(this);
    }

    /** The group that it belongs to, if there is one. */
    public Optional<Group> group() {
        return Optional.ofNullable(group);
    }

    public Payload payload() {
        return payload;
    }

    /** One sentence, for people. */
    public String description() {
        return description;
    }

    public static EventType ofWireName(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such event: " + name));
    }

    /** Every name that can be subscribed to: the events, the groups, {@code *}. */
    public static List<String> subscribable() {
        List<String> names = new ArrayList<>();
        Arrays.stream(values()).map(EventType::wireName).forEach(names::add);
        Arrays.stream(Group.values()).map(Group::wireName).forEach(names::add);
        names.add(ALL);
        return List.copyOf(names);
    }

    /** {@code MESSAGE_SENT} is {@code message.sent}, {@code SESSION_LOGGED_OUT} is {@code session.logged_out}. */
    private static String dotted(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }
}
