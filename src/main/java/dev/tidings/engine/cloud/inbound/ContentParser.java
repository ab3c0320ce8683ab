package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.flag;
import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.objects;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.ContactPerson;
import dev.tidings.core.content.JsonSanitizer;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Reads the content of a message from Meta. What is not understood is kept unchanged. */
final class ContentParser {
    /** How each type is read; null means that the content is not valid. */
    private static final Map<String, Function<JsonObject, MessageContent>> READERS = Map.ofEntries(
            Map.entry("text", ContentParser::textMessage),
            Map.entry("image", raw -> file(raw, "image", MediaKind.IMAGE)),
            Map.entry("sticker", raw -> file(raw, "sticker", MediaKind.STICKER)),
            Map.entry("video", raw -> file(raw, "video", MediaKind.VIDEO)),
            Map.entry("audio", raw -> file(raw, "audio", MediaKind.AUDIO)),
            Map.entry("document", raw -> file(raw, "document", MediaKind.DOCUMENT)),
            Map.entry("location", ContentParser::location),
            Map.entry("contacts", ContentParser::contacts),
            Map.entry("reaction", ContentParser::reaction),
            Map.entry("button", ContentParser::button),
            Map.entry("interactive", ContentParser::interactive));

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

    /** The type is what the sender claims; the real type is known when the file is here. */
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
                        text(file, "caption"),
                        flag(file, "voice"),
                        flag(file, "animated"));
    }

    private static MessageContent location(JsonObject raw) {
        JsonObject place = object(raw, "location");
        return place.getValue("latitude") instanceof Number latitude
                        && place.getValue("longitude") instanceof Number longitude
                ? new MessageContent.Location(
                        latitude.doubleValue(),
                        longitude.doubleValue(),
                        text(place, "name"),
                        text(place, "address"),
                        text(place, "url"))
                : null;
    }

    private static MessageContent contacts(JsonObject raw) {
        return raw.getValue("contacts") instanceof JsonArray
                ? new MessageContent.Contact(
                        objects(raw, "contacts").map(ContentParser::person).toList())
                : null;
    }

    private static ContactPerson person(JsonObject contact) {
        List<String> phones = objects(contact, "phones")
                .map(phone -> text(phone, "phone") == null ? text(phone, "wa_id") : text(phone, "phone"))
                .filter(Objects::nonNull)
                .toList();
        return new ContactPerson(text(object(contact, "name"), "formatted_name"), phones, CardParser.card(contact));
    }

    /** Without an emoji, the reaction was removed. */
    private static MessageContent reaction(JsonObject raw) {
        JsonObject reaction = object(raw, "reaction");
        String emoji = text(reaction, "emoji");
        return text(reaction, "message_id") == null
                ? null
                : new MessageContent.Reaction(null, emoji == null ? "" : emoji);
    }

    private static MessageContent button(JsonObject raw) {
        JsonObject button = object(raw, "button");
        return choice("button", button, "payload", "text");
    }

    private static MessageContent interactive(JsonObject raw) {
        JsonObject interactive = object(raw, "interactive");
        String type = text(interactive, "type");
        JsonObject given = type == null ? new JsonObject() : object(interactive, type);
        if (given.isEmpty()) {
            return null;
        }
        return switch (type) {
            case "button_reply" -> choice("button", given, "id", "title");
            case "list_reply" -> choice("list", given, "id", "title");
            case "nfm_reply" -> form(given);
            case "call_permission_reply" ->
                new MessageContent.InteractiveReply(
                        "call_permission", text(given, "response"), null, null, given.getMap());
            default -> null;
        };
    }

    private static MessageContent choice(String kind, JsonObject chosen, String id, String title) {
        return text(chosen, id) == null && text(chosen, title) == null
                ? null
                : new MessageContent.InteractiveReply(
                        kind, text(chosen, id), text(chosen, title), text(chosen, "description"), null);
    }

    /** A filled-in form arrives as JSON in a text; a text that is not JSON stays a text. */
    private static MessageContent form(JsonObject form) {
        String name = text(form, "name");
        String kind = "address_message".equals(name) ? "address" : "flow";
        return new MessageContent.InteractiveReply(kind, name, text(form, "body"), null, filledIn(form));
    }

    private static Map<String, Object> filledIn(JsonObject form) {
        String json = text(form, "response_json");
        try {
            return json == null
                    ? Map.of()
                    : JsonSanitizer.clean(new JsonObject(json)).getMap();
        } catch (DecodeException | ClassCastException odd) {
            return Map.of("response_json", json);
        }
    }
}
