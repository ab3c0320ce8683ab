package dev.tidings.core.message.api;

import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.validation.Validated;
import dev.tidings.platform.validation.Violations;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file above the text of an interactive message or of a card. */
@Schema(name = "InteractiveHeaderMedia")
record HeaderMediaDraft(
        @Schema(
                required = true,
                enumeration = {"image", "video", "document"},
                examples = "image")
        String mediaType,

        @Schema(description = MediaDraft.SOURCE, examples = "https://example.com/menu.png")
        String media,

        @Schema(description = "A file that was uploaded or received, instead of media", examples = MediaDraft.MEDIA_ID)
        String mediaId,

        @Schema(
                minLength = 1,
                maxLength = MediaDraft.MAX_FILENAME,
                description = "For documents: what the recipient sees; left out, the name that the file has",
                examples = "menu.pdf")
        String filename)
        implements Validated {
    @Override
    public void check(Violations checks) {
        checks.required("mediaType", mediaType);
        checks.that(
                "mediaType",
                mediaType,
                () -> is(MediaKind.IMAGE) || is(MediaKind.VIDEO) || is(MediaKind.DOCUMENT),
                ErrorCode.INVALID_MEDIA_TYPE,
                "must be image, video or document");
        MediaDraft.checkSource(checks, media, mediaId);
        checks.that("filename", filename, () -> is(MediaKind.DOCUMENT), ErrorCode.INVALID_REQUEST, "for documents only")
                .length("filename", filename, 1, MediaDraft.MAX_FILENAME);
    }

    boolean is(MediaKind expected) {
        return expected.wireName().equals(mediaType);
    }

    MessageContent.Media content() {
        return MediaDraft.content(mediaType, media, mediaId, filename, null, null);
    }

    String inline() {
        return MediaDraft.inline(media);
    }
}
