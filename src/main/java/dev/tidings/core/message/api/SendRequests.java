package dev.tidings.core.message.api;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.media.CarriesMedia;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies of the operations that send one message. */
final class SendRequests {
    private static final String SESSION = "session_01kaszj5v3m8q2c7d9e1f4g6h8";
    private static final String MESSAGE = "msg_01kaszk2h8w4r6t0y5v3n7b9c1";
    private static final String MEDIA = "media_01kaszj5v3m8q2c7d9e1f4g6h8";
    private static final String PHONE = "14155552671";
    private static final String TO =
            "The recipient in international format, or as WhatsApp itself writes the number; a plus sign"
                    + " and separators are accepted, a trunk prefix is not. Or the chatId of a message that came in, for people without a"
                    + " visible number and for groups";
    private static final String QUOTED = "The message that this one answers";
    private static final String WHEN = "When to send, up to 30 days ahead; left out: now";
    private static final String TIME = "2026-12-24T18:00:00Z";

    private SendRequests() {}

    @Schema(name = "SendText")
    record Text(
            @Schema(required = true, examples = SESSION) String sessionId,

            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(required = true, minLength = 1, maxLength = 4096, examples = "Your parcel arrives at noon.")
            String text,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId,

            @Schema(description = "Whether to preview the first link of the text")
            Boolean previewUrl,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Text(to, text, quotedMessageId, previewUrl);
        }
    }

    @Schema(name = "SendMedia")
    record Media(
            @Schema(required = true, examples = SESSION) String sessionId,

            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(
                    required = true,
                    enumeration = {"image", "video", "document", "audio", "sticker"},
                    examples = "image")
            String mediaType,

            @Schema(
                    description = "An https URL that is fetched now, or the file itself as a data: URI or in base64;"
                            + " its bytes decide what it is",
                    examples = "https://example.com/menu.png")
            String media,

            @Schema(description = "A file that was uploaded or received, instead of media", examples = MEDIA)
            String mediaId,

            @Schema(
                    maxLength = MessageContent.Media.MAX_CAPTION,
                    description = "Not for audio and stickers",
                    examples = "Our menu of today")
            String caption,

            @Schema(
                    minLength = 1,
                    maxLength = 255,
                    description = "For documents: what the recipient sees; left out, the name that the file has",
                    examples = "menu.pdf")
            String filename,

            @Schema(description = "For audio: whether it is a voice note (Ogg with Opus)")
            Boolean voice,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest, CarriesMedia {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Media(to, mediaType, media, mediaId, caption, filename, voice, quotedMessageId);
        }
    }

    @Schema(name = "SendLocation")
    record Location(
            @Schema(required = true, examples = SESSION) String sessionId,

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
            String quotedMessageId,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Location(to, latitude, longitude, name, address, quotedMessageId);
        }
    }

    @Schema(name = "SendContact")
    public record Contact(
            @Schema(required = true, examples = SESSION) String sessionId,

            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(required = true, minItems = 1, maxItems = 50)
            List<MessageContent.Contact.Person> contacts,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Contact(to, contacts, quotedMessageId);
        }
    }

    @Schema(name = "SendReaction")
    record Reaction(
            @Schema(required = true, examples = SESSION) String sessionId,

            @Schema(required = true, description = "The message to react to", examples = MESSAGE)
            String messageId,

            @Schema(required = true, description = "Empty takes the reaction back", examples = "👍")
            String emoji,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Reaction(messageId, emoji);
        }
    }

    @Schema(name = "SendInteractive")
    record Interactive(
            @Schema(required = true, examples = SESSION) String sessionId,

            @Schema(required = true, description = TO, examples = PHONE)
            String to,

            @Schema(
                    minLength = 1,
                    maxLength = 4096,
                    description = "Up to 1024 characters with buttons, 4096 with a list; required unless raw is given",
                    examples = "Shall we deliver today?")
            String body,

            @Schema(maxLength = 60) String header,
            @Schema(maxLength = 60) String footer,

            @Schema(description = "Buttons or a list, not both", maxItems = 3)
            List<InteractiveParts.ButtonRequest> buttons,

            InteractiveParts.ListRequest list,

            @Schema(
                    description =
                            "Instead of all fields above: the object interactive as the official API takes it, such"
                                    + " as cta_url, flow, product, location_request_message or a carousel; up to 64 KB",
                    type = SchemaType.OBJECT)
            Map<String, Object> raw,

            @Schema(description = QUOTED, examples = MESSAGE)
            String quotedMessageId,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Interactive(to, body, header, footer, buttons, list, raw, quotedMessageId);
        }
    }

    @Schema(name = "SendTemplate")
    record Template(
            @Schema(required = true, examples = SESSION) String sessionId,

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
            String quotedMessageId,

            @Schema(description = WHEN, examples = TIME) Instant sendAt)
            implements SendRequest {
        @Override
        public MessageDraft item() {
            return new MessageDraft.Template(to, name, language, languagePolicy, components, quotedMessageId);
        }
    }
}
