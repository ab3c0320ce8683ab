package dev.tidings.core.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Violations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a message says: one record per type. A new type is added here, in {@link Visitor} and in {@link MessageType};
 * the compiler then lists every engine and reader that has to follow.
 */
public sealed interface MessageContent
        permits MessageContent.Text,
                MessageContent.Media,
                MessageContent.Location,
                MessageContent.Contact,
                MessageContent.Reaction,
                Interactive,
                MessageContent.Template,
                MessageContent.InteractiveReply,
                MessageContent.Unsupported {

    <R> R accept(Visitor<R> visitor);

    /** The files in it, in their order. */
    default List<AttachedFile> files() {
        return List.of();
    }

    /** The same with these files, one for each that it has. */
    default MessageContent with(List<Media> files) {
        return this;
    }

    /** One method per type, so that code that handles messages cannot omit one. */
    interface Visitor<R> {
        R text(Text text);

        R media(Media media);

        R location(Location location);

        R contact(Contact contact);

        R reaction(Reaction reaction);

        R interactive(Interactive interactive);

        R template(Template template);

        R interactiveReply(InteractiveReply reply);

        R unsupported(Unsupported unsupported);
    }

    /**
     * A text.
     *
     * @param text 1 to {@value #MAX_LENGTH} code points
     * @param previewUrl whether the recipient's client should preview the first link; null lets the engine decide
     */
    @Schema(name = "TextContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(String text, Boolean previewUrl) implements MessageContent {
        public static final int MAX_LENGTH = 4096;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }
    }

    /**
     * A file with an optional caption: an image, a video, audio, a document or a sticker. Engines get it with its
     * {@code mediaId}; it has none while it waits in the queue to be fetched from {@code mediaUrl}.
     *
     * @param mediaType the kind, which is also the type of the message
     * @param mediaId the id of the stored file; it may be removed already, as files are kept for a limited time
     * @param mediaUrl where the file is still to be fetched from; null once it is stored
     * @param mimeType the type of the bytes
     * @param size in bytes
     * @param sha256 of the bytes, in lower-case hexadecimal digits
     * @param filename a safe name, or null
     * @param caption up to {@value #MAX_CAPTION} code points, or null; audio has none
     * @param voice whether audio is a voice note; null for anything else
     * @param animated whether a sticker is animated; null where that is not known
     */
    @Schema(name = "MediaContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Media(
            MediaKind mediaType,
            String mediaId,
            String mediaUrl,
            String mimeType,
            Long size,
            String sha256,
            String filename,
            String caption,
            Boolean voice,
            Boolean animated)
            implements MessageContent {
        public static final int MAX_CAPTION = 1024;

        public Media(
                MediaKind mediaType,
                String mediaId,
                String mediaUrl,
                String mimeType,
                Long size,
                String sha256,
                String filename,
                String caption) {
            this(mediaType, mediaId, mediaUrl, mimeType, size, sha256, filename, caption, null, null);
        }

        /** The same file, with {@code voice} and {@code animated} of the other one. */
        public Media shownAs(Media other) {
            return new Media(
                    mediaType,
                    mediaId,
                    mediaUrl,
                    mimeType,
                    size,
                    sha256,
                    filename,
                    caption,
                    other.voice(),
                    other.animated());
        }

        @Override
        public List<AttachedFile> files() {
            return List.of(new AttachedFile("", this));
        }

        @Override
        public Media with(List<Media> files) {
            return files.get(0);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.media(this);
        }
    }

    /**
     * A place.
     *
     * @param latitude degrees, -90 to 90
     * @param longitude degrees, -180 to 180
     * @param url a page about the place; only inbound messages have one
     */
    @Schema(name = "LocationContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Location(double latitude, double longitude, String name, String address, String url)
            implements MessageContent {
        public Location(double latitude, double longitude, String name, String address) {
            this(latitude, longitude, name, address, null);
        }

        /** Declares the rules for a place. */
        public static void check(Violations checks, Double latitude, Double longitude, String name, String address) {
            checks.range("latitude", latitude, -90, 90)
                    .range("longitude", longitude, -180, 180)
                    .length("name", name, 1, 1000)
                    .length("address", address, 1, 1000);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.location(this);
        }
    }

    /** People with their phone numbers, as a phone's address book shows them. */
    @Schema(name = "ContactContent")
    @RegisterForReflection
    public record Contact(List<ContactPerson> contacts) implements MessageContent {
        /** Declares the rules for the people of one message, up to 50. */
        public static void check(Violations checks, List<ContactPerson> contacts) {
            checks.size("contacts", contacts, 1, 50).each("contacts", contacts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.contact(this);
        }
    }

    /**
     * An emoji as a reaction to another message.
     *
     * @param messageId our id of that message; null when it is not stored here
     * @param emoji empty removes the reaction
     */
    @Schema(name = "ReactionContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reaction(String messageId, String emoji) implements MessageContent {
        /** Declares the rules for an emoji; an empty one is valid. */
        public static void check(Violations checks, String emoji) {
            checks.length("emoji", emoji, 0, 16)
                    .that("emoji", emoji, () -> isEmoji(emoji), ErrorCode.INVALID_REQUEST, "must be an emoji");
        }

        /** Emoji are sequences of code points; they never contain letters, white space or punctuation. */
        private static boolean isEmoji(String text) {
            boolean keycap = text.endsWith("\u20E3");
            return text.codePoints()
                    .allMatch(c -> (c > 0x7F && !Character.isLetter(c) && !Character.isWhitespace(c))
                            || (keycap && (Character.isDigit(c) || c == '#' || c == '*')));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reaction(this);
        }
    }

    /**
     * A template that WhatsApp has approved.
     *
     * @param language such as {@code en_US}
     * @param languagePolicy {@code deterministic}, or null
     * @param components as the official API accepts them; null when the template has no variables
     */
    @Schema(name = "TemplateContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Template(String name, String language, List<Map<String, Object>> components, String languagePolicy)
            implements MessageContent {
        public Template(String name, String language, List<Map<String, Object>> components) {
            this(name, language, components, null);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.template(this);
        }
    }

    /**
     * What a person chose or filled in: a button or a row of an interactive message, a button of a template, a form.
     *
     * @param kind {@code button}, {@code list}, {@code flow}, {@code address}, {@code call_permission}, or WhatsApp's
     *     own name for it
     * @param id the id that the choice was sent with, not shown to the person; for a form its name
     * @param description of a row, or null
     * @param data what was filled in; null for a simple choice
     */
    @Schema(name = "InteractiveReplyContent")
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record InteractiveReply(String kind, String id, String title, String description, Map<String, Object> data)
            implements MessageContent {
        public InteractiveReply(String id, String title, String description) {
            this("button", id, title, description, null);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.interactiveReply(this);
        }
    }

    /**
     * An inbound message of a type that is not known here.
     *
     * @param raw as the engine received it
     */
    @Schema(name = "UnsupportedContent")
    @RegisterForReflection
    record Unsupported(Map<String, Object> raw) implements MessageContent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unsupported(this);
        }
    }
}
