package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.instant;
import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.objects;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.JsonSanitizer;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.engine.cloud.graph.GraphError;
import dev.tidings.platform.id.IdKind;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the bodies of Meta's webhooks: every entry of every list, and of each entry only the known parts. */
final class CloudNotificationParser {
    private static final String MESSAGES = "messages";
    private static final String ECHOES = "smb_message_echoes";
    private static final String PREFERENCES = "user_preferences";

    /** What people can say about messages that they get. */
    private static final Set<String> WISHES = Set.of("stop", "resume");

    private final Clock clock;
    private final List<CloudNotification> notices = new ArrayList<>();

    private CloudNotificationParser(Clock clock) {
        this.clock = clock;
    }

    /** In the order in which Meta reports them. */
    static List<CloudNotification> read(JsonObject body, Clock clock) {
        CloudNotificationParser reader = new CloudNotificationParser(clock);
        JsonObject clean = JsonSanitizer.clean(body);
        objects(clean, "entry")
                .flatMap(entry -> objects(entry, "changes"))
                .forEach(change -> reader.change(object(change, "value"), change.getValue("field")));
        return reader.notices;
    }

    /** Reads a stored message again. */
    static CloudNotification.Message message(String phoneNumberId, JsonObject raw, Clock clock) {
        return new CloudNotificationParser(clock)
                .message(phoneNumberId, raw, List.of(), raw.getBoolean(SenderFields.ECHO, false))
                .orElseThrow();
    }

    private void change(JsonObject value, Object field) {
        String number = text(object(value, "metadata"), "phone_number_id");
        List<JsonObject> contacts = objects(value, "contacts").toList();
        if (number != null && MESSAGES.equals(field)) {
            each(number, value, MESSAGES, message -> message(number, message, contacts, false));
            each(number, value, "statuses", status -> status(number, status));
            each(number, value, "errors", error -> Optional.empty());
        } else if (number != null && ECHOES.equals(field)) {
            each(number, value, "message_echoes", echo -> message(number, echo, contacts, true));
        } else if (number != null && PREFERENCES.equals(field)) {
            each(number, value, PREFERENCES, preference -> preference(number, preference, contacts));
        } else {
            notices.add(new CloudNotification.Other(number));
        }
    }

    private void each(
            String number,
            JsonObject value,
            String list,
            Function<JsonObject, Optional<? extends CloudNotification>> reader) {
        objects(value, list)
                .forEach(one -> notices.add(reader.apply(one)
                        .<CloudNotification>map(Function.identity())
                        .orElseGet(() -> new CloudNotification.Other(number))));
    }

    private Optional<CloudNotification.Message> message(
            String number, JsonObject raw, List<JsonObject> contacts, boolean echo) {
        String id = text(raw, "id");
        if (id == null) {
            return Optional.empty();
        }
        SenderFields person = SenderFields.of(raw, contacts, echo);
        MessageContent content = ContentParser.of(raw);
        return Optional.of(new CloudNotification.Message(
                number,
                echo,
                id,
                person.person(),
                person.chatId(),
                person.number(),
                content,
                quoted(raw),
                ContentParser.fileId(raw, content),
                InboundDetails.of(raw, person, content, echo),
                at(raw),
                person.attachedTo(raw, echo)));
    }

    private Optional<CloudNotification> preference(String number, JsonObject raw, List<JsonObject> contacts) {
        JsonObject named = new JsonObject().put("from", text(raw, "wa_id")).put("from_user_id", text(raw, "user_id"));
        SenderFields person = SenderFields.of(named, contacts, false);
        String category = text(raw, "category");
        String value = text(raw, "value");
        return person.person() == null || category == null || value == null || !WISHES.contains(value)
                ? Optional.empty()
                : Optional.of(new CloudNotification.Preference(
                        number, person.person(), person.sender(), category, value, text(raw, "detail"), at(raw)));
    }

    private Optional<CloudNotification> status(String number, JsonObject raw) {
        String id = text(raw, "id");
        StatusChange.Status status = known(text(raw, "status"));
        if (id == null || status == null) {
            return Optional.empty();
        }
        String callback = text(raw, "biz_opaque_callback_data");
        GraphError error =
                objects(raw, "errors").findFirst().map(GraphError::of).orElse(null);
        return Optional.of(new CloudNotification.Status(
                number,
                id,
                IdKind.MESSAGE.matches(callback) ? callback : null,
                text(raw, "recipient_id"),
                recipient(raw),
                status,
                error,
                StatusDetails.of(raw),
                at(raw)));
    }

    /** Null unless both the number and the id are there. */
    private static CloudNotification.Person recipient(JsonObject raw) {
        String number = SenderFields.digits(text(raw, "recipient_id"));
        String userId = text(raw, "recipient_user_id");
        return number == null || userId == null ? null : new CloudNotification.Person(number, userId);
    }

    private static String quoted(JsonObject raw) {
        String reactedTo = text(object(raw, "reaction"), "message_id");
        return reactedTo == null ? text(object(raw, "context"), "id") : reactedTo;
    }

    private static StatusChange.Status known(String status) {
        return Stream.of(StatusChange.Status.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(status))
                .findFirst()
                .orElse(null);
    }

    /** In seconds since 1970; the current time for anything that is not a time, or is out of range. */
    private Instant at(JsonObject raw) {
        Instant told = instant(raw, "timestamp");
        return told == null ? clock.instant() : told;
    }
}
