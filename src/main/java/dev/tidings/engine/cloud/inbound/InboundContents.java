package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.CloudNotificationParser.object;
import static dev.tidings.engine.cloud.inbound.CloudNotificationParser.objects;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What a message of Meta's says. Whatever is not understood is kept as it is. */
final class InboundContents {
    /** How each type is read; null means that it is not as it should be. */
    private static final Map<String, Function<JsonObject, MessageContent>> READERS = Map.ofEntries(
            Map.entry("text", InboundContents::text),
            Map.entry("image", raw -> file(raw, "image", MediaKind.IMAGE)),
            Map.entry("sticker", raw -> file(raw, "sticker", MediaKind.IMAGE)),
            Map.entry("video", raw -> file(raw, "video", MediaKind.VIDEO)),
            Map.entry("audio", raw -> file(raw, "audio", MediaKind.AUDIO)),
            Map.entry("document", raw -> file(raw, "document", MediaKind.DOCUMENT)),
            Map.entry("location", InboundContents::location),
            Map.entry("contacts", InboundContents::contacts),
            Map.entry("reaction", InboundContents::reaction),
            Map.entry("button", InboundContents::button),
            Map.entry("interactive", InboundContents::choice));

    private InboundContents() {}

    static MessageContent of(JsonObject raw) {
        String type = string(raw, "type");
        Function<JsonObject, MessageContent> reader = type == null ? null : READERS.get(type);
        MessageContent content = reader == null ? null : reader.apply(raw);
        return content == null ? new MessageContent.Unsupported(raw.getMap()) : content;
    }

    /** Meta's id of the file that comes with the message, or null. */
    static String fileId(JsonObject raw, MessageContent content) {
        return content instanceof MessageContent.Media ? string(object(raw, string(raw, "type")), "id") : null;
    }

    private static MessageContent text(JsonObject raw) {
        Object body = object(raw, "text").getValue("body");
        return body instanceof String text ? new MessageContent.Text(text, null) : null;
    }

    /** The type is what the sender says; what the file is shows when it is here. */
    private static MessageContent file(JsonObject raw, String field, MediaKind kind) {
        JsonObject file = object(raw, field);
        return string(file, "id") == null
                ? null
                : new MessageContent.Media(
                        kind,
                        null,
                        null,
                        string(file, "mime_type"),
                        null,
                        null,
                        string(file, "filename"),
                        string(file, "caption"));
    }

    private static MessageContent location(JsonObject raw) {
        JsonObject place = object(raw, "location");
        return place.getValue("latitude") instanceof Number latitude
                        && place.getValue("longitude") instanceof Number longitude
                ? new MessageContent.Location(
                        latitude.doubleValue(),
                        longitude.doubleValue(),
                        string(place, "name"),
                        string(place, "address"))
                : null;
    }

    private static MessageContent contacts(JsonObject raw) {
        return raw.getValue("contacts") instanceof JsonArray
                ? new MessageContent.Contact(
                        objects(raw, "contacts").map(InboundContents::person).toList())
                : null;
    }

    private static MessageContent.Contact.Person person(JsonObject contact) {
        List<String> phones = objects(contact, "phones")
                .map(phone -> string(phone, "phone") == null ? string(phone, "wa_id") : string(phone, "phone"))
                .filter(Objects::nonNull)
                .toList();
        return new MessageContent.Contact.Person(string(object(contact, "name"), "formatted_name"), phones);
    }

    /** Without an emoji it was taken back. */
    private static MessageContent reaction(JsonObject raw) {
        JsonObject reaction = object(raw, "reaction");
        String emoji = string(reaction, "emoji");
        return string(reaction, "message_id") == null
                ? null
                : new MessageContent.Reaction(null, emoji == null ? "" : emoji);
    }

    private static MessageContent button(JsonObject raw) {
        JsonObject button = object(raw, "button");
        return reply(string(button, "payload"), string(button, "text"), null);
    }

    private static MessageContent choice(JsonObject raw) {
        JsonObject interactive = object(raw, "interactive");
        String type = string(interactive, "type");
        if (!"button_reply".equals(type) && !"list_reply".equals(type)) {
            return null;
        }
        JsonObject chosen = object(interactive, type);
        return reply(string(chosen, "id"), string(chosen, "title"), string(chosen, "description"));
    }

    private static MessageContent reply(String id, String title, String description) {
        return id == null && title == null ? null : new MessageContent.InteractiveReply(id, title, description);
    }

    private static String string(JsonObject object, String field) {
        return CloudNotificationParser.text(object, field);
    }
}
