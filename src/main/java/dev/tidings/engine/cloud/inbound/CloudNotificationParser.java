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
import java.util.stream.Stream;

/** Reads the bodies of Meta's webhooks: every entry of every list, and of each entry only the known parts. */
final class CloudNotificationParser {
    private static final String MESSAGES = "messages";

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
                .message(phoneNumberId, raw, List.of())
                .orElseThrow();
    }

    private void change(JsonObject value, Object field) {
        String number = text(object(value, "metadata"), "phone_number_id");
        if (!MESSAGES.equals(field) || number == null) {
            notices.add(new CloudNotification.Other(number));
            return;
        }
        List<JsonObject> contacts = objects(value, "contacts").toList();
        objects(value, MESSAGES)
                .forEach(message -> notices.add(message(number, message, contacts)
                        .map(CloudNotification.class::cast)
                        .orElseGet(() -> new CloudNotification.Other(number))));
        objects(value, "statuses")
                .forEach(status ->
                        notices.add(status(number, status).orElseGet(() -> new CloudNotification.Other(number))));
        objects(value, "errors").forEach(error -> notices.add(new CloudNotification.Other(number)));
    }

    private Optional<CloudNotification.Message> message(String number, JsonObject raw, List<JsonObject> contacts) {
        String id = text(raw, "id");
        if (id == null) {
            return Optional.empty();
        }
        SenderFields sender = SenderFields.of(raw, contacts);
        MessageContent content = ContentParser.of(raw);
        return Optional.of(new CloudNotification.Message(
                number,
                id,
                sender.chatId(),
                sender.number(),
                content,
                quoted(raw),
                ContentParser.fileId(raw, content),
                InboundDetails.of(raw, sender, content),
                at(raw),
                sender.attachedTo(raw)));
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
                status,
                error,
                StatusDetails.of(raw),
                at(raw)));
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
