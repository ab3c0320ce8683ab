package dev.tidings.engine.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.core.content.ContactPerson;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.OpenObject;
import dev.tidings.core.content.PhoneNumber;
import dev.tidings.core.media.CarriesMedia;
import dev.tidings.core.media.InlineMedia;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message that a person sends to a session of the sandbox. */
@Schema(name = "SandboxInbound")
record InboundRequest(
        @Schema(required = true, description = "Who writes", examples = "14155552671")
        String from,

        @Schema(required = true, examples = "text") Type type,

        @Schema(minLength = 1, maxLength = 4096, description = "Of a text", examples = "Where is my parcel?")
        String text,

        @Schema(description = "The file of an image, video, audio or document, as a data: URI or in base64")
        String media,

        @Schema(description = "A file that is here, instead of media")
        String mediaId,

        @Schema(maxLength = 1024, description = "Of an image, a video or a document")
        String caption,

        @Schema(minLength = 1, maxLength = 255, description = "Of a file")
        String filename,

        @Schema(description = "Of a location") Double latitude,

        @Schema(description = "Of a location") Double longitude,

        @Schema(description = "Of a location") String name,

        @Schema(description = "Of a location") String address,

        @Schema(description = "Of a contact") List<ContactPerson> contacts,

        @Schema(description = "The message that a reaction is to; one that was sent by the session")
        String messageId,

        @Schema(description = "Of a reaction; an empty one takes it back")
        String emoji,

        @Schema(description = "Of an interactive_reply: what the person chose or filled in")
        ReplyRequest reply,

        @Schema(description = "The message that this one answers; one that was sent by the session")
        String quotedMessageId)
        implements Validated, CarriesMedia {
    private static final String NO_URL = "must be a data: URI or base64; the sandbox fetches nothing";
    private static final Type[] FILES = {Type.IMAGE, Type.VIDEO, Type.AUDIO, Type.DOCUMENT};

    /** An answer to an interactive message. */
    @Schema(name = "SandboxReply")
    record ReplyRequest(
            @Schema(
                    required = true,
                    enumeration = {"button", "list", "flow", "address", "call_permission"},
                    examples = "button")
            String kind,

            @Schema(maxLength = 256, description = "Of the button or row; of a form its name", examples = "yes")
            String id,

            @Schema(maxLength = 1024, examples = "Yes, please")
            String title,

            @Schema(maxLength = 72, description = "Of a row")
            String description,

            @Schema(description = "What was filled in", type = SchemaType.OBJECT)
            Map<String, Object> data)
            implements Validated {
        private static final List<String> KINDS = List.of("button", "list", "flow", "address", "call_permission");

        @Override
        public void check(Violations checks) {
            checks.required("kind", kind)
                    .that(
                            "kind",
                            kind,
                            () -> KINDS.contains(kind),
                            ErrorCode.INVALID_REQUEST,
                            "must be one of " + String.join(", ", KINDS))
                    .length("id", id, 1, 256)
                    .length("title", title, 1, 1024)
                    .length("description", description, 1, 72);
            OpenObject.check(checks, "data", data);
        }

        private MessageContent content() {
            return new MessageContent.InteractiveReply(kind, id, title, description, data);
        }
    }

    enum Type {
        @JsonProperty("text")
        TEXT(null),
        @JsonProperty("image")
        IMAGE(MediaKind.IMAGE),
        @JsonProperty("video")
        VIDEO(MediaKind.VIDEO),
        @JsonProperty("audio")
        AUDIO(MediaKind.AUDIO),
        @JsonProperty("document")
        DOCUMENT(MediaKind.DOCUMENT),
        @JsonProperty("location")
        LOCATION(null),
        @JsonProperty("contact")
        CONTACT(null),
        @JsonProperty("reaction")
        REACTION(null),
        @JsonProperty("interactive_reply")
        INTERACTIVE_REPLY(null);

        private final MediaKind kind;

        Type(MediaKind kind) {
            this.kind = kind;
        }

        /** Null for one without a file. */
        MediaKind kind() {
            return kind;
        }
    }

    @Override
    public void check(Violations checks) {
        checks.required("from", from)
                .required("type", type)
                .requiredWhen(is(Type.TEXT), "text", text, "A text needs one.")
                .requiredWhen(is(FILES) && mediaId == null, "media", media, "Give the file, or its mediaId.")
                .requiredWhen(is(Type.LOCATION), "latitude", latitude, "A location needs one.")
                .requiredWhen(is(Type.LOCATION), "longitude", longitude, "A location needs one.")
                .requiredWhen(is(Type.CONTACT), "contacts", contacts, "A contact needs some.")
                .requiredWhen(is(Type.REACTION), "messageId", messageId, "A reaction needs one.")
                .requiredWhen(is(Type.REACTION), "emoji", emoji, "A reaction needs one.")
                .requiredWhen(is(Type.INTERACTIVE_REPLY), "reply", reply, "An interactive_reply needs one.");
        PhoneNumber.check(checks, "from", from);
        belongings(checks);
        checks.length("text", text, 1, MessageContent.Text.MAX_LENGTH, ErrorCode.MESSAGE_TOO_LONG)
                .that("media", media, () -> mediaId == null, ErrorCode.INVALID_REQUEST, "media or mediaId, not both")
                .that("media", media, () -> !InlineMedia.isUrl(media), ErrorCode.INVALID_REQUEST, NO_URL)
                .length("caption", caption, 0, MessageContent.Media.MAX_CAPTION, ErrorCode.MESSAGE_TOO_LONG)
                .length("filename", filename, 1, 255);
        MessageContent.Location.check(checks, latitude, longitude, name, address);
        MessageContent.Contact.check(checks, contacts);
        MessageContent.Reaction.check(checks, emoji);
        checks.nested("reply", reply);
    }

    private void belongings(Violations checks) {
        only(checks, "text", text, Type.TEXT);
        only(checks, "media", media, FILES);
        only(checks, "mediaId", mediaId, FILES);
        only(checks, "caption", caption, Type.IMAGE, Type.VIDEO, Type.DOCUMENT);
        only(checks, "filename", filename, FILES);
        only(checks, "latitude", latitude, Type.LOCATION);
        only(checks, "longitude", longitude, Type.LOCATION);
        only(checks, "name", name, Type.LOCATION);
        only(checks, "address", address, Type.LOCATION);
        only(checks, "contacts", contacts, Type.CONTACT);
        only(checks, "messageId", messageId, Type.REACTION);
        only(checks, "emoji", emoji, Type.REACTION);
        only(checks, "reply", reply, Type.INTERACTIVE_REPLY);
    }

    private void only(Violations checks, String field, Object value, Type... types) {
        boolean belongs = value == null || type == null || is(types);
        checks.that(field, belongs, ErrorCode.INVALID_REQUEST, "a message of this type has none");
    }

    private boolean is(Type... types) {
        return Arrays.asList(types).contains(type);
    }

    String digits() {
        return PhoneNumber.digits(from).orElseThrow();
    }

    /** The message that this one replies or reacts to; or null. */
    String referredId() {
        return type == Type.REACTION ? messageId : quotedMessageId;
    }

    /** The content of a message without a file. */
    MessageContent plainContent() {
        return switch (type) {
            case LOCATION -> new MessageContent.Location(latitude, longitude, name, address);
            case CONTACT -> new MessageContent.Contact(contacts);
            case REACTION -> new MessageContent.Reaction(messageId, emoji);
            case INTERACTIVE_REPLY -> reply.content();
            default -> new MessageContent.Text(text, null);
        };
    }
}
