package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.engine.cloud.inbound.CloudNotification.Person;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who sent a message, or to whom it was sent from the phone's app, and its conversation. Meta sends names and usernames
 * in a list of contacts beside the messages: a contact is this person when it has the person's number or id, at any
 * place in the list.
 *
 * @param person null for a message of a group, and for one whose conversation is known already
 * @param chatId a group, a phone number, or Meta's id of a person who shows no number
 * @param number digits, or null
 * @param sender null when only the number is known
 * @param contact what Meta reports about the person; empty for nothing
 */
record SenderFields(Person person, String chatId, String number, MessageDetails.Sender sender, JsonObject contact) {
    /** The field in which a message keeps Meta's data about the person while its file is still to be fetched. */
    static final String CONTACT = "tidings_contact";

    /** The field in which it keeps its conversation meanwhile. */
    static final String CHAT = "tidings_chat";

    /** The field that marks it as sent from the phone's app meanwhile. */
    static final String ECHO = "tidings_echo";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,20}");

    /** @param echo whether the message was sent from the phone's app */
    static SenderFields of(JsonObject raw, List<JsonObject> contacts, boolean echo) {
        String from = echo ? withoutPlus(text(raw, "to")) : text(raw, "from");
        String userId = text(raw, echo ? "to_user_id" : "from_user_id");
        JsonObject contact = contacts.stream()
                .filter(one -> isOf(one, from, userId, contacts.size()))
                .findFirst()
                .orElseGet(() -> object(raw, CONTACT));
        String number = digits(from == null ? text(contact, "wa_id") : from);
        String id = userId == null ? text(contact, "user_id") : userId;
        String elsewhere = text(raw, CHAT) == null ? text(raw, "group_id") : text(raw, CHAT);
        String chatId = Stream.of(elsewhere, from, text(contact, "wa_id"), id)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unknown");
        Person person = elsewhere == null ? Person.of(number, id) : null;
        return new SenderFields(person, chatId, number, sender(contact, id), contact);
    }

    /** The message with what is known about it from elsewhere, so that it can be read again later. */
    JsonObject attachedTo(JsonObject raw, boolean echo) {
        JsonObject whole = contact.isEmpty() ? raw : raw.copy().put(CONTACT, contact);
        return echo ? whole.copy().put(ECHO, true) : whole;
    }

    /** The person's id, or null. */
    String userId() {
        return sender == null ? null : sender.userId();
    }

    /** A message without a sender belongs to the contact if there is only one. */
    private static boolean isOf(JsonObject contact, String from, String userId, int contacts) {
        boolean nameless = from == null && userId == null;
        return (from != null && from.equals(text(contact, "wa_id")))
                || (userId != null && userId.equals(text(contact, "user_id")))
                || (nameless && contacts == 1);
    }

    static MessageDetails.Sender sender(JsonObject contact, String userId) {
        JsonObject profile = object(contact, "profile");
        MessageDetails.Sender sender =
                new MessageDetails.Sender(text(profile, "name"), text(profile, "username"), userId);
        return sender.equals(new MessageDetails.Sender(null, null, null)) ? null : sender;
    }

    private static String withoutPlus(String number) {
        return number != null && number.startsWith("+") ? number.substring(1) : number;
    }

    static String digits(String from) {
        return from != null && DIGITS.matcher(from).matches() ? from : null;
    }
}
