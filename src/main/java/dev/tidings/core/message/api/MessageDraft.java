package dev.tidings.core.message.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidings.core.content.ChatIds;
import dev.tidings.core.content.ContactPerson;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as clients write it, one record per type: the one description of its fields and their rules, for the
 * operations that send one message (see {@link SendRequest}) and for the entries of a bulk.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MessageDraft.Text.class, name = "text"),
    @JsonSubTypes.Type(value = MediaDraft.class, name = "media"),
    @JsonSubTypes.Type(value = MessageDraft.Location.class, name = "location"),
    @JsonSubTypes.Type(value = MessageDraft.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = MessageDraft.Reaction.class, name = "reaction"),
    @JsonSubTypes.Type(value = InteractiveDraft.class, name = "interactive"),
    @JsonSubTypes.Type(value = MessageDraft.Template.class, name = "template")
})
@Schema(
        name = "BulkItem",
        oneOf = {
            MessageDraft.Text.class,
            MediaDraft.class,
            MessageDraft.Location.class,
            MessageDraft.Contact.class,
            MessageDraft.Reaction.class,
            InteractiveDraft.class,
            MessageDraft.Template.class
        },
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "text", schema = MessageDraft.Text.class),
            @DiscriminatorMapping(value = "media", schema = MediaDraft.class),
            @DiscriminatorMapping(value = "location", schema = MessageDraft.Location.class),
            @DiscriminatorMapping(value = "contact", schema = MessageDraft.Contact.class),
            @DiscriminatorMapping(value = "reaction", schema = MessageDraft.Reaction.class),
            @DiscriminatorMapping(value = "interactive", schema = InteractiveDraft.class),
            @DiscriminatorMapping(value = "template", schema = MessageDraft.Template.class)
        })
sealed interface MessageDraft extends Validated
        permits MessageDraft.Text,
                MediaDraft,
                MessageDraft.Location,
                MessageDraft.Contact,
                MessageDraft.Reaction,
                InteractiveDraft,
                MessageDraft.Template {
    String MESSAGE = "msg_01kaszk2h8w4r6t0y5v3n7b9c1";
    String PHONE = "14155552671";
    String QUOTED = "The message that this one answers";
    String TO = "The recipient in international format, or as WhatsApp itself writes the number; a plus sign"
            + " and separators are accepted, a trunk prefix is not. Or the chatId of a message that came in, for people without a"
            + " visible number and for groups";

    /** Null for a reaction, which goes to the conversation of its message. */
    String to();

    /** The message that this one replies or reacts to, or null. */
    String quotedMessageId();

    /** What the message says, once the rules are met. */
    MessageContent content();

    /**
     * For each file of the content the file in the request itself, not yet decoded, or null for one that comes from
     * elsewhere.
     */
    default List<String> inline() {
        return List.of();
    }

    /**
     * The message to send, once the rules are met.
     *
     * @param idempotencyKey of the request that makes this one message; null for none
     */
    default NewMessage toMessage(String sessionId, Instant sendAt, String idempotencyKey) {
        String recipient = to() == null ? null : PhoneNumber.digits(to()).orElse(to());
        return new NewMessage(sessionId, recipient, content(), quotedMessageId(), sendAt, inline(), idempotencyKey);
    }

    @Schema(name = "BulkText")
    record Text(
            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = MessageContent.Text.MAX_LENGTH,
                    examples = "Your parcel arrives at noon.")
            String text,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId,

            @Schema(description = "Whether to preview the first link of the text")
            Boolean previewUrl)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("text", text);
            checkRecipient(checks, to);
            checks.length("text", text, 1, MessageContent.Text.MAX_LENGTH, ErrorCode.MESSAGE_TOO_LONG);
        }

        @Override
        public MessageContent content() {
            return new MessageContent.Text(text, previewUrl);
        }
    }

    @Schema(name = "BulkLocation")
    record Location(
            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(required = true, minimum = "-90", maximum = "90", examples = "52.5163")
            Double latitude,

            @Schema(required = true, minimum = "-180", maximum = "180", examples = "13.3777")
            Double longitude,

            @Schema(maxLength = 1000, examples = "Brandenburg Gate")
            String name,

            @Schema(maxLength = 1000, examples = "Pariser Platz, Berlin")
            String address,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("latitude", latitude).required("longitude", longitude);
            checkRecipient(checks, to);
            MessageContent.Location.check(checks, latitude, longitude, name, address);
        }

        @Override
        public MessageContent content() {
            return new MessageContent.Location(latitude, longitude, name, address);
        }
    }

    @Schema(name = "BulkContact")
    record Contact(
            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(required = true, minItems = 1, maxItems = 50)
            List<ContactPerson> contacts,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("contacts", contacts);
            checkRecipient(checks, to);
            MessageContent.Contact.check(checks, contacts);
        }

        @Override
        public MessageContent content() {
            return new MessageContent.Contact(contacts);
        }
    }

    @Schema(name = "BulkReaction")
    record Reaction(
            @Schema(required = true, description = "The message to react to", examples = MESSAGE)
            String messageId,

            @Schema(required = true, description = "Empty takes the reaction back", examples = "👍")
            String emoji)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("messageId", messageId).required("emoji", emoji);
            MessageContent.Reaction.check(checks, emoji);
        }

        @Override
        public String to() {
            return null;
        }

        @Override
        public String quotedMessageId() {
            return messageId;
        }

        @Override
        public MessageContent content() {
            return new MessageContent.Reaction(messageId, emoji);
        }
    }

    @Schema(name = "BulkTemplate")
    record Template(
            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(required = true, maxLength = 512, examples = "order_shipped")
            String name,

            @Schema(required = true, maxLength = 20, examples = "en_US")
            String language,

            @Schema(description = "How WhatsApp picks the language", enumeration = "deterministic")
            String languagePolicy,

            @Schema(description = "Values of the template's variables, as the official API takes them")
            List<Map<String, Object>> components,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("name", name).required("language", language);
            checkRecipient(checks, to);
            checks.length("name", name, 1, 512)
                    .length("language", language, 2, 20)
                    .that(
                            "languagePolicy",
                            languagePolicy,
                            () -> languagePolicy.equals("deterministic"),
                            ErrorCode.INVALID_REQUEST,
                            "must be deterministic, the only one that WhatsApp has")
                    .size("components", components, 0, 20);
            TemplateParameters.check(checks, "components", components);
        }

        @Override
        public MessageContent content() {
            return new MessageContent.Template(name, language, components, languagePolicy);
        }
    }

    static void checkRecipient(Violations checks, String to) {
        checks.that(
                "to",
                to,
                () -> PhoneNumber.digits(to).isPresent() || ChatIds.isForm(to),
                ErrorCode.INVALID_PHONE_NUMBER,
                PhoneNumber.RULE);
    }
}
