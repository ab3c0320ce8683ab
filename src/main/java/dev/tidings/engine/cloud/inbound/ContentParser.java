package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.objects;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Reads what a message of Meta's says. Whatever is not understood is kept as it is. */
final class ContentParser {
    /** How each type is read; null means that it is not as it should be. */
    private static final Map<String, Function<JsonObject, MessageContent>> READERS = Map.ofEntries(
            Map.entry("text", ContentParser::textMessage),
            Map.entry("image", raw -> file(raw, "image", MediaKind.IMAGE)),
            Map.entry("sticker", raw -> file(raw, "sticker", MediaKind.IMAGE)),
            Map.entry("video", raw -> file(raw, "video", MediaKind.VIDEO)),
            Map.entry("audio", raw -> file(raw, "audio", MediaKind.AUDIO)),
            Map.entry("document", raw -> file(raw, "document", MediaKind.DOCUMENT)),
            Map.entry("location", ContentParser::location),
            Map.entry("contacts", ContentParser::contacts),
            Map.entry("reaction", ContentParser::reaction),
            Map.entry("button", ContentParser::button),
            Map.entry("interactive", ContentParser::choice));

    private ContentParser() {}

    static MessageContent of(JsonObject raw) {
        String type = text(raw, "type");
        Function<JsonObject, MessageContent> reader = type == null ? null : READERS.get(type);
        MessageContent content = reader == null ? null : reader.apply(raw);
        return content == null ? new MessageContent.Unsupported(raw.getMap()) : content;
    }

    /** Meta's id of the file that comes with the message, or null. */
    static String fileId(JsonObject raw, MessageContent content) {
        return content instanceof MessageContent.Media ? text(object(raw, text(raw, "type")), "id") : null;
    }

    private static MessageContent textMessage(JsonObject raw) {
        Object body = object(raw, "text").getValue("body");
        return body instanceof String text ? new MessageContent.Text(text, null) : null;
    }

    /** The type is what the sender says; what the file is shows when it is here. */
    private static MessageContent file(JsonObject raw, String field, MediaKind kind) {
        JsonObject file = object(raw, field);
        return text(file, "id") == null
                ? null
                : new MessageContent.Media(
                        kind,
                        null,
                        null,
                        text(file, "mime_type"),
                        null,
                        null,
                        text(file, "filename"),
                        text(file, "caption"));
    }

    private static MessageContent location(JsonObject raw) {
        JsonObject place = object(raw, "location");
        return place.getValue("latitude") instanceof Number latitude
                        && place.getValue("longitude") instanceof Number longitude
                ? new MessageContent.Location(
                        latitude.doubleValue(),
                        longitude.doubleValue(),
                        text(place, "name"),
                        text(place, "address"))
                : null;
    }

    private static MessageContent contacts(JsonObject raw) {
        return raw.getValue("contacts") instanceof JsonArray
                ? new MessageContent.Contact(
                        objects(raw, "contacts").map(ContentParser::person).toList())
                : null;
    }

    private static MessageContent.Contact.Person person(JsonObject contact) {
        List<String> phones = objects(contact, "phones")
                .map(phone -> text(phone, "phone") == null ? text(phone, "wa_id") : text(phone, "phone"))
                .filter(Objects::nonNull)
                .toList();
        return new MessageContent.Contact.Person(text(object(contact, "name"), "formatted_name"), phones);
    }

    /** Without an emoji it was taken back. */
    private static MessageContent reaction(JsonObject raw) {
        JsonObject reaction = object(raw, "reaction");
        String emoji = text(reaction, "emoji");
        return text(reaction, "message_id") == null
                ? null
                : new MessageContent.Reaction(null, emoji == null ? "" : emoji);
    }

    private static MessageContent button(JsonObject raw) {
        JsonObject button = object(raw, "button");
        return reply(text(button, "payload"), text(button, "text"), null);
    }

    private static MessageContent choice(JsonObject raw) {
        JsonObject interactive = object(raw, "interactive");
        String type = text(interactive, "type");
        if (!"button_reply".equals(type) && !"list_reply".equals(type)) {
            return null;
        }
        JsonObject chosen = object(interactive, type);
        return reply(text(chosen, "id"), text(chosen, "title"), text(chosen, "description"));
    }

    private static MessageContent reply(String id, String title, String description) {
        return id == null && title == null ? null : new MessageContent.InteractiveReply(id, title, description);
    }
}
