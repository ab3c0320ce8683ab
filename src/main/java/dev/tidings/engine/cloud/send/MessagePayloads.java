package dev.tidings.engine.cloud.send;

import dev.tidings.core.content.Interactive;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.engine.OutboundMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Messages in the format of the Cloud API. */
public final class MessagePayloads implements MessageContent.Visitor<Map.Entry<String, Object>> {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{7,15}");
    /** Meta's id of a person for a business: a country, and letters and digits. */
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

    private final OutboundMessage message;
    private final List<String> mediaIds;

    private MessagePayloads(OutboundMessage message, List<String> mediaIds) {
        this.message = message;
        this.mediaIds = mediaIds;
    }

    /**
     * The body of a send. It includes our id, which Meta returns with every status.
     *
     * @param mediaIds Meta's ids of the message's files, in their order
     */
    static Map<String, Object> of(OutboundMessage message, List<String> mediaIds) {
        Map.Entry<String, Object> typed = message.content().accept(new MessagePayloads(message, mediaIds));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messaging_product", "whatsapp");
        address(body, message.to());
        if (message.quotedEngineMessageId() != null && !(message.content() instanceof MessageContent.Reaction)) {
            body.put("context", Map.of("message_id", message.quotedEngineMessageId()));
        }
        body.put("type", typed.getKey());
        body.put(typed.getKey(), typed.getValue());
        body.put("biz_opaque_callback_data", message.messageId());
        return body;
    }

    private static void address(Map<String, Object> body, String to) {
        boolean number = DIGITS.matcher(to).matches();
        boolean person = number || USER_ID.matcher(to).matches();
        body.put("recipient_type", person ? "individual" : "group");
        if (number) {
            // without the plus sign, Meta reads it as a number of the business's own country
            body.put("to", "+" + to);
        } else {
            body.put(person ? "recipient" : "to", to);
        }
    }

    /** The body that marks an inbound message as read. */
    public static Map<String, Object> read(String engineMessageId, boolean typing) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messaging_product", "whatsapp");
        body.put("status", "read");
        body.put("message_id", engineMessageId);
        if (typing) {
            body.put("typing_indicator", Map.of("type", "text"));
        }
        return body;
    }

    @Override
    public Map.Entry<String, Object> text(MessageContent.Text text) {
        return typed("text", object("body", text.text(), "preview_url", text.previewUrl()));
    }

    @Override
    public Map.Entry<String, Object> media(MessageContent.Media media) {
        boolean document = media.mediaType().wireName().equals("document");
        return typed(
                media.mediaType().wireName(),
                object(
                        "id",
                        mediaIds.get(0),
                        "caption",
                        media.caption(),
                        "filename",
                        document ? media.filename() : null,
                        "voice",
                        media.voice()));
    }

    @Override
    public Map.Entry<String, Object> location(MessageContent.Location place) {
        return typed(
                "location",
                object(
                        "latitude",
                        place.latitude(),
                        "longitude",
                        place.longitude(),
                        "name",
                        place.name(),
                        "address",
                        place.address()));
    }

    @Override
    public Map.Entry<String, Object> contact(MessageContent.Contact contact) {
        return typed(
                "contacts", contact.contacts().stream().map(ContactPayload::of).toList());
    }

    @Override
    public Map.Entry<String, Object> reaction(MessageContent.Reaction reaction) {
        return typed("reaction", object("message_id", message.quotedEngineMessageId(), "emoji", reaction.emoji()));
    }

    @Override
    public Map.Entry<String, Object> interactive(Interactive interactive) {
        return typed("interactive", InteractivePayload.of(interactive, mediaIds));
    }

    @Override
    public Map.Entry<String, Object> template(MessageContent.Template template) {
        return typed(
                "template",
                object(
                        "name",
                        template.name(),
                        "language",
                        object("policy", template.languagePolicy(), "code", template.language()),
                        "components",
                        template.components()));
    }

    @Override
    public Map.Entry<String, Object> interactiveReply(MessageContent.InteractiveReply reply) {
        throw new IllegalArgumentException("replies only come in");
    }

    @Override
    public Map.Entry<String, Object> unsupported(MessageContent.Unsupported unsupported) {
        throw new IllegalArgumentException("what is not supported only comes in");
    }

    private static Map.Entry<String, Object> typed(String type, Object value) {
        return Map.entry(type, value);
    }

    /** Names and values in turn; a name whose value is null is left out. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return object;
    }
}
