package dev.tidings.core.message.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidings.core.content.ChatIds;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.media.InlineMedia;
import dev.tidings.core.message.send.NewMessage;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message as clients write it, one record per type; requests and the entries of a bulk share their rules. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MessageDraft.Text.class, name = "text"),
    @JsonSubTypes.Type(value = MessageDraft.Media.class, name = "media"),
    @JsonSubTypes.Type(value = MessageDraft.Location.class, name = "location"),
    @JsonSubTypes.Type(value = MessageDraft.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = MessageDraft.Reaction.class, name = "reaction"),
    @JsonSubTypes.Type(value = MessageDraft.Interactive.class, name = "interactive"),
    @JsonSubTypes.Type(value = MessageDraft.Template.class, name = "template")
})
@Schema(
        name = "BulkItem",
        oneOf = {
            MessageDraft.Text.class,
            MessageDraft.Media.class,
            MessageDraft.Location.class,
            MessageDraft.Contact.class,
            MessageDraft.Reaction.class,
            MessageDraft.Interactive.class,
            MessageDraft.Template.class
        },
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "text", schema = MessageDraft.Text.class),
            @DiscriminatorMapping(value = "media", schema = MessageDraft.Media.class),
            @DiscriminatorMapping(value = "location", schema = MessageDraft.Location.class),
            @DiscriminatorMapping(value = "contact", schema = MessageDraft.Contact.class),
            @DiscriminatorMapping(value = "reaction", schema = MessageDraft.Reaction.class),
            @DiscriminatorMapping(value = "interactive", schema = MessageDraft.Interactive.class),
            @DiscriminatorMapping(value = "template", schema = MessageDraft.Template.class)
        })
sealed interface MessageDraft extends Validated {

    /** The message to send, once the rules are met. */
    NewMessage toMessage(Instant sendAt);

    @Schema(name = "BulkText")
    record Text(String to, String text, String quotedMessageId, Boolean previewUrl) implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("text", text);
            recipient(checks, to);
            checks.length("text", text, 1, MessageContent.Text.MAX_LENGTH, ErrorCode.MESSAGE_TOO_LONG);
        }

        @Override
        public NewMessage toMessage(Instant sendAt) {
            return new NewMessage(digits(to), new MessageContent.Text(text, previewUrl), quotedMessageId, sendAt);
        }
    }

    @Schema(name = "BulkMedia")
    record Media(
            String to,

            @Schema(enumeration = {"image", "video", "document", "audio", "sticker"})
            String mediaType,

            @Schema(
                    description =
                            "An https URL, fetched when the message is sent; or the file as a data: URI or in base64")
            String media,

            @Schema(description = "A file that is here, instead of media")
            String mediaId,

            String caption,
            String filename,

            @Schema(description = "For audio: as a voice note")
            Boolean voice,

            String quotedMessageId)
            implements MessageDraft {
        private static final int MAX_FILENAME = 255;

        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("mediaType", mediaType);
            checks.requiredWhen(mediaId == null, "media", media, "Give media (a URL or the file) or mediaId.");
            recipient(checks, to);
            checks.that("mediaType", mediaType, () -> kind().isPresent(), ErrorCode.INVALID_MEDIA_TYPE, MediaKind.RULE)
                    .that(
                            "media",
                            media == null || mediaId == null,
                            ErrorCode.INVALID_REQUEST,
                            "media or mediaId, not both")
                    .that("media", media, () -> !Blank.is(media), ErrorCode.INVALID_REQUEST, "must not be blank")
                    .that(
                            "caption",
                            caption,
                            () -> !is(MediaKind.AUDIO) && !is(MediaKind.STICKER),
                            ErrorCode.INVALID_REQUEST,
                            "audio and stickers have no caption")
                    .length("caption", caption, 0, MessageContent.Media.MAX_CAPTION, ErrorCode.MESSAGE_TOO_LONG)
                    .that(
                            "filename",
                            filename,
                            () -> is(MediaKind.DOCUMENT),
                            ErrorCode.INVALID_REQUEST,
                            "for documents only")
                    .length("filename", filename, 1, MAX_FILENAME)
                    .that("voice", voice, () -> is(MediaKind.AUDIO), ErrorCode.INVALID_REQUEST, "for audio only");
        }

        @Override
        public NewMessage toMessage(Instant sendAt) {
            boolean isUrl = media != null && InlineMedia.isUrl(media);
            MessageContent content = new MessageContent.Media(
                    kind().orElseThrow(),
                    mediaId,
                    isUrl ? media : null,
                    null,
                    null,
                    null,
                    filename,
                    caption,
                    voice,
                    null);
            return new NewMessage(digits(to), content, quotedMessageId, sendAt, isUrl ? null : media);
        }

        private Optional<MediaKind> kind() {
            return MediaKind.find(mediaType);
        }

        private boolean is(MediaKind expected) {
            return kind().filter(expected::equals).isPresent();
        }
    }

    @Schema(name = "BulkLocation")
    record Location(String to, Double latitude, Double longitude, String name, String address, String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("latitude", latitude).required("longitude", longitude);
            recipient(checks, to);
            MessageContent.Location.check(checks, latitude, longitude, name, address);
        }

        @Override
        public NewMessage toMessage(Instant sendAt) {
            return new NewMessage(
                    digits(to),
                    new MessageContent.Location(latitude, longitude, name, address),
                    quotedMessageId,
                    sendAt);
        }
    }

    @Schema(name = "BulkContact")
    public record Contact(String to, List<MessageContent.Contact.Person> contacts, String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("contacts", contacts);
            recipient(checks, to);
            MessageContent.Contact.check(checks, contacts);
        }

        @Override
        public NewMessage toMessage(Instant sendAt) {
            return new NewMessage(digits(to), new MessageContent.Contact(contacts), quotedMessageId, sendAt);
        }
    }

    @Schema(name = "BulkReaction")
    record Reaction(String messageId, String emoji) implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("messageId", messageId).required("emoji", emoji);
            MessageContent.Reaction.check(checks, emoji);
        }

        @Override
        public NewMessage toMessage(Instant sendAt) {
            return new NewMessage(null, new MessageContent.Reaction(messageId, emoji), messageId, sendAt);
        }
    }

    @Schema(name = "BulkInteractive")
    record Interactive(
            String to,
            String body,
            String header,
            String footer,
            List<InteractiveParts.ButtonRequest> buttons,
            InteractiveParts.ListRequest list,
            Map<String, Object> raw,
            String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to);
            checks.requiredWhen(raw == null, "body", body, "Give a body with buttons or a list, or raw.");
            checks.requiredWhen(raw == null && list == null, "buttons", buttons, "Give buttons, a list, or raw.");
            recipient(checks, to);
            RawInteractive.check(checks, raw);
            checks.that(
                    "raw",
                    raw == null
                            || (body == null && header == null && footer == null && buttons == null && list == null),
                    ErrorCode.INVALID_REQUEST,
                    "raw is the whole object: not with body, header, footer, buttons or list");
            checks.length("body", body, 1, list == null ? 1024 : 4096, ErrorCode.MESSAGE_TOO_LONG)
                    .length("header", header, 1, 60)
                    .length("footer", footer, 1, 60)
                    .that(
                            "list",
                            buttons == null || list == null,
                            ErrorCode.INVALID_REQUEST,
                            "buttons or a list, not both")
                    .size("buttons", buttons, 1, 3)
                    .each("buttons", buttons)
                    .nested("list", list);
        }

        @Override
        public NewMessage toMessage(Instant sendAt) {
            MessageContent content = new MessageContent.Interactive(
                    body,
                    header,
                    footer,
                    buttons == null
                            ? null
                            : buttons.stream()
                                    .map(InteractiveParts.ButtonRequest::toContent)
                                    .toList(),
                    list == null ? null : list.toContent(),
                    raw);
            return new NewMessage(digits(to), content, quotedMessageId, sendAt);
        }
    }

    @Schema(name = "BulkTemplate")
    record Template(
            String to,
            String name,
            String language,
            String languagePolicy,
            List<Map<String, Object>> components,
            String quotedMessageId)
            implements MessageDraft {
        @Override
        public void check(Violations checks) {
            checks.required("to", to).required("name", name).required("language", language);
            recipient(checks, to);
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
        public NewMessage toMessage(Instant sendAt) {
            return new NewMessage(
                    digits(to),
                    new MessageContent.Template(name, language, components, languagePolicy),
                    quotedMessageId,
                    sendAt);
        }
    }

    private static void recipient(Violations checks, String to) {
        checks.that(
                "to",
                to,
                () -> PhoneNumber.digits(to).isPresent() || ChatIds.isForm(to),
                ErrorCode.INVALID_PHONE_NUMBER,
                PhoneNumber.RULE);
    }

    private static String digits(String to) {
        return PhoneNumber.digits(to).orElse(to);
    }
}
