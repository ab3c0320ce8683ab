package dev.tidings.engine.cloud.inbound;

import static dev.tidings.engine.cloud.inbound.JsonFields.object;
import static dev.tidings.engine.cloud.inbound.JsonFields.objects;
import static dev.tidings.engine.cloud.inbound.JsonFields.text;

import dev.tidings.core.content.ContactCard;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Reads what a contact from Meta contains beside the name and the numbers. */
final class CardParser {
    private static final ContactCard EMPTY = new ContactCard(null, null, null, null, null, null, null);

    private CardParser() {}

    /** Null for a contact with nothing else. */
    static ContactCard card(JsonObject contact) {
        ContactCard card = new ContactCard(
                name(object(contact, "name")),
                text(contact, "birthday"),
                organization(object(contact, "org")),
                all(
                        contact,
                        "phones",
                        phone ->
                                new ContactCard.Phone(text(phone, "phone"), text(phone, "type"), text(phone, "wa_id"))),
                all(contact, "emails", email -> new ContactCard.Email(text(email, "email"), text(email, "type"))),
                all(contact, "addresses", CardParser::address),
                all(contact, "urls", url -> new ContactCard.Link(text(url, "url"), text(url, "type"))));
        return card.equals(EMPTY) ? null : card;
    }

    private static ContactCard.NameParts name(JsonObject name) {
        ContactCard.NameParts parts = new ContactCard.NameParts(
                text(name, "prefix"),
                text(name, "first_name"),
                text(name, "middle_name"),
                text(name, "last_name"),
                text(name, "suffix"));
        return parts.equals(new ContactCard.NameParts(null, null, null, null, null)) ? null : parts;
    }

    private static ContactCard.Organization organization(JsonObject org) {
        return org.isEmpty()
                ? null
                : new ContactCard.Organization(text(org, "company"), text(org, "department"), text(org, "title"));
    }

    private static ContactCard.Address address(JsonObject address) {
        return new ContactCard.Address(
                text(address, "street"),
                text(address, "city"),
                text(address, "state"),
                text(address, "zip"),
                text(address, "country"),
                text(address, "country_code"),
                text(address, "type"));
    }

    private static <T> List<T> all(JsonObject contact, String field, Function<JsonObject, T> reader) {
        List<T> all = objects(contact, field).map(reader).toList();
        return all.isEmpty() ? null : all;
    }
}
