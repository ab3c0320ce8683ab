package dev.tidings.core.message.api;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.media.InlineMedia;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Blank;
import dev.tidings.platform.validation.Violations;
import java.util.Collections;
import java.util.List;
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

        @Schema(description = MediaDraft.SOURCE, examples = "https://example.com/menu.png")
        String media,

        @Schema(description = "A file that was uploaded or received, instead of media", examples = MediaDraft.MEDIA_ID)
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

        @Schema(description = QUOTED, examples = MESSAGE) String quotedMessageId)
        implements MessageDraft {
    static final int MAX_FILENAME = 255;
    static final String MEDIA_ID = "media_01kaszj5v3m8q2c7d9e1f4g6h8";
    static final String SOURCE =
            "An https URL, which is fetched now, or in a bulk when its message is sent; or the file"
                    + " itself as a data: URI or in base64. Its bytes decide what it is";

    @Override
    public void check(Violations checks) {
        checks.required("to", to).required("mediaType", mediaType);
        MessageDraft.checkRecipient(checks, to);
        checks.that("mediaType", mediaType, () -> kind().isPresent(), ErrorCode.INVALID_MEDIA_TYPE, MediaKind.RULE);
        checkSource(checks, media, mediaId);
        checks.that(
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

    /** The rules for where a file comes from. */
    static void checkSource(Violations checks, String media, String mediaId) {
        checks.requiredWhen(mediaId == null, "media", media, "Give media (a URL or the file) or mediaId.")
                .that(
                        "media",
                        media == null || mediaId == null,
                        ErrorCode.INVALID_REQUEST,
                        "media or mediaId, not both")
                .that("media", media, () -> !Blank.is(media), ErrorCode.INVALID_REQUEST, "must not be blank");
    }

    @Override
    public MessageContent content() {
        return content(mediaType, media, mediaId, filename, caption, voice);
    }

    @Override
    public List<String> inline() {
        return Collections.singletonList(inline(media));
    }

    static MessageContent.Media content(
            String mediaType, String media, String mediaId, String filename, String caption, Boolean voice) {
        return new MessageContent.Media(
                MediaKind.find(mediaType).orElseThrow(),
                mediaId,
                isUrl(media) ? media : null,
                null,
                null,
                null,
                filename,
                caption,
                voice,
                null);
    }

    /** The file in the request itself; null for none. */
    static String inline(String media) {
        return isUrl(media) ? null : media;
    }

    private static boolean isUrl(String media) {
        return media != null && InlineMedia.isUrl(media);
    }

    private Optional<MediaKind> kind() {
        return MediaKind.find(mediaType);
    }

    private boolean is(MediaKind expected) {
        return kind().filter(expected::equals).isPresent();
    }
}
