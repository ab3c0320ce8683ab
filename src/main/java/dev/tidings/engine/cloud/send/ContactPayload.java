package dev.tidings.engine.cloud.send;

import static dev.tidings.engine.cloud.send.MessagePayloads.object;

import dev.tidings.core.content.ContactCard;
import dev.tidings.core.content.ContactPerson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A person of an address book in the format of the Cloud API. */
final class ContactPayload {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final ContactCard NOTHING = new ContactCard(null, null, null, null, null, null, null);
    private static final ContactCard.NameParts NO_PARTS = new ContactCard.NameParts(null, null, null, null, null);

    private ContactPayload() {}

    static Map<String, Object> of(ContactPerson person) {
        ContactCard card = Objects.requireNonNullElse(person.card(), NOTHING);
        ContactCard.Organization org = card.organization();
        return object(
                "name",
                name(person.name(), Objects.requireNonNullElse(card.nameParts(), NO_PARTS)),
                "birthday",
                card.birthday(),
                "org",
                org == null
                        ? null
                        : object("company", org.company(), "department", org.department(), "title", org.title()),
                "phones",
                phones(person.phones(), card.phones()),
                "emails",
                all(card.emails(), email -> object("email", email.email(), "type", email.type())),
                "addresses",
                all(card.addresses(), ContactPayload::address),
                "urls",
                all(card.urls(), url -> object("url", url.url(), "type", url.type())));
    }

    /** Meta requires at least one part. */
    private static Map<String, Object> name(String shown, ContactCard.NameParts parts) {
        String first = parts.equals(NO_PARTS) ? BLANKS.split(shown.strip(), 2)[0] : parts.first();
        return object(
                "formatted_name",
                shown,
                "prefix",
                parts.prefix(),
                "first_name",
                first,
                "middle_name",
                parts.middle(),
                "last_name",
                parts.last(),
                "suffix",
                parts.suffix());
    }

    private static List<Map<String, Object>> phones(List<String> phones, List<ContactCard.Phone> known) {
        return known == null || known.isEmpty()
                ? phones.stream()
                        .map(phone -> object("phone", phone, "type", "CELL"))
                        .toList()
                : all(known, phone -> object("phone", phone.phone(), "type", phone.type(), "wa_id", phone.waId()));
    }

    private static Map<String, Object> address(ContactCard.Address address) {
        return object(
                "street",
                address.street(),
                "city",
                address.city(),
                "state",
                address.state(),
                "zip",
                address.zip(),
                "country",
                address.country(),
                "country_code",
                address.countryCode(),
                "type",
                address.type());
    }

    private static <T> List<Map<String, Object>> all(List<T> values, Function<T, Map<String, Object>> payload) {
        return values == null || values.isEmpty()
                ? null
                : values.stream().map(payload).toList();
    }
}
