package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.MessageDetails;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who sent a message, and its conversation. Meta sends names and usernames in a list of contacts beside the
 * messages: a contact is the sender when it has the sender's number or id, at any place in the list.
 *
 * @param chatId a group, a phone number, or Meta's id of a person who shows no number
 * @param number digits, or null
 * @param sender null when only the number is known
 * @param contact what Meta reports about the sender; empty for nothing
 */
record SenderFields(String chatId, String number, MessageDetails.Sender sender, JsonObject contact) {
    /** The field in which a message keeps Meta's data about its sender while its file is still to be fetched. */
    static final String CONTACT = "tidings_contact";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,20}");

    static SenderFields of(JsonObject raw, List<JsonObject> contacts) {
        String from = text(raw, "from");
        String userId = text(raw, "from_user_id");
        JsonObject contact = contacts.stream()
                .filter(one -> isOf(one, from, userId, contacts.size()))
                .findFirst()
                .orElseGet(() -> object(raw, CONTACT));
        String number = digits(from == null ? text(contact, "wa_id") : from);
        String id = userId == null ? text(contact, "user_id") : userId;
        String chatId = Stream.of(text(raw, "group_id"), from, text(contact, "wa_id"), id)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unknown");
        return new SenderFields(chatId, number, sender(contact, id), contact);
    }

    /** The message with the data about its sender, so that it can be read again later. */
    JsonObject attachedTo(JsonObject raw) {
        return contact.isEmpty() ? raw : raw.copy().put(CONTACT, contact);
    }

    /** A message without a sender belongs to the contact if there is only one. */
    private static boolean isOf(JsonObject contact, String from, String userId, int contacts) {
        boolean nameless = from == null && userId == null;
        return (from != null && from.equals(text(contact, "wa_id")))
                || (userId != null && userId.equals(text(contact, "user_id")))
                || (nameless && contacts == 1);
    }

    private static MessageDetails.Sender sender(JsonObject contact, String userId) {
        JsonObject profile = object(contact, "profile");
        MessageDetails.Sender sender =
                new MessageDetails.Sender(text(profile, "name"), text(profile, "username"), userId);
        return sender.equals(new MessageDetails.Sender(null, null, null)) ? null : sender;
    }

    private static String digits(String from) {
        return from != null && DIGITS.matcher(from).matches() ? from : null;
    }
}
