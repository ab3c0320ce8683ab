package dev.tidings.core.message.api;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.media.InlineMedia;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Violations;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file that a client sends: by its URL, in the request itself, or by the id that it has here. */
@Schema(name = "BulkMedia")
record MediaDraft(
        @Schema(required = true, description = TO, examples = PHONE)
        String to,

        @Schema(
                required = true,
                enumeration = {"image", "video", "document", "audio", "sticker"},
                examples = "image")
        String mediaType,

        @Schema(
                description = "An https URL, which is fetched now, or in a bulk when its message is sent; or the file"
                        + " itself as a data: URI or in base64. Its bytes decide what it is",
                examples = "https://example.com/menu.png")
        String media,

        @Schema(
                description = "A file that was uploaded or received, instead of media",
                examples = "media_01kaszj5v3m8q2c7d9e1f4g6h8")
        String mediaId,

        @Schema(
                maxLength = MessageContent.Media.MAX_CAPTION,
                description = "Not for audio and stickers",
                examples = "Our menu of today")
        String caption,

        @Schema(
                minLength = 1,
                maxLength = MediaDraft.MAX_FILENAME,
                description = "For documents: what the recipient sees; left out, the name that the file has",
                examples = "menu.pdf")
        String filename,

        @Schema(description = "For audio: whether it is a voice note (Ogg with Opus)")
        Boolean voice,

        @Schema(description = QUOTED, examples = MESSAGE)
        String quotedMessageId)
        implements MessageDraft {
    static final int MAX_FILENAME = 255;

    @Override
    public void check(Violations checks) {
        checks.required("to", to).required("mediaType", mediaType);
        checks.requiredWhen(mediaId == null, "media", media, "Give media (a URL or the file) or mediaId.");
        MessageDraft.checkRecipient(checks, to);
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
                .that("filename", filename, () -> is(MediaKind.DOCUMENT), ErrorCode.INVALID_REQUEST, "for documents only")
                .length("filename", filename, 1, MAX_FILENAME)
                .that("voice", voice, () -> is(MediaKind.AUDIO), ErrorCode.INVALID_REQUEST, "for audio only");
    }

    @Override
    public MessageContent content() {
        return new MessageContent.Media(
                kind().orElseThrow(),
                mediaId,
                isUrl() ? media : null,
                null,
                null,
                null,
                filename,
                caption,
                voice,
                null);
    }

    @Override
    public String inline() {
        return isUrl() ? null : media;
    }

    private boolean isUrl() {
        return media != null && InlineMedia.isUrl(media);
    }

    private Optional<MediaKind> kind() {
        return MediaKind.find(mediaType);
    }

    private boolean is(MediaKind expected) {
        return kind().filter(expected::equals).isPresent();
    }
}
