package dev.tidings.engine.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.content.MediaKind;
import dev.tidings.content.MessageContent;
import dev.tidings.content.PhoneNumber;
import dev.tidings.engine.StatusChange;
import dev.tidings.error.CarriesMedia;
import dev.tidings.error.Checked;
import dev.tidings.error.Checks;
import dev.tidings.error.ErrorCode;
import dev.tidings.media.InlineMedia;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies that steer the sandbox. */
final class SandboxRequests {
    private SandboxRequests() {}

    @Schema(name = "SandboxScan")
    record Scan(
            @Schema(
                    description = "The phone that scans; left out: the one of the pairing code, or a made-up one",
                    examples = "14155550100")
            String phoneNumber)
            implements Checked {

        @Override
        public void check(Checks checks) {
            checkPhone(checks, "phoneNumber", phoneNumber);
        }

        String digits() {
            return phoneNumber == null ? null : SandboxRequests.digits(phoneNumber);
        }
    }

    /** The types of message that somebody can write to the sandbox. */
    enum InboundType {
        @JsonProperty("text")
        TEXT(null),
        @JsonProperty("image")
        IMAGE(MediaKind.IMAGE),
        @JsonProperty("video")
        VIDEO(MediaKind.VIDEO),
        @JsonProperty("audio")
        AUDIO(MediaKind.AUDIO),
        @JsonProperty("document")
        DOCUMENT(MediaKind.DOCUMENT);

        private final MediaKind kind;

        InboundType(MediaKind kind) {
            this.kind = kind;
        }

        /** Null for a text. */
        MediaKind kind() {
            return kind;
        }
    }

    @Schema(name = "SandboxInbound")
    record Inbound(
            @Schema(required = true, description = "Who writes", examples = "14155552671")
            String from,

            @Schema(required = true, examples = "text") InboundType type,

            @Schema(minLength = 1, maxLength = 4096, description = "Of a text", examples = "Where is my parcel?")
            String text,

            @Schema(description = "The file of any other type, as a data: URI or in base64")
            String media,

            @Schema(description = "A file that is here, instead of media")
            String mediaId,

            @Schema(maxLength = 1024, description = "Of an image, a video or a document")
            String caption,

            @Schema(minLength = 1, maxLength = 255, description = "Of a file")
            String filename)
            implements Checked, CarriesMedia {
        private static final String OF_FILES = "only a message with a file has one";
        private static final String NO_URL = "must be a data: URI or base64; the sandbox fetches nothing";

        @Override
        public void check(Checks checks) {
            checks.required("from", from)
                    .required("type", type)
                    .requiredWhen(isText(), "text", text, "A text needs one.")
                    .requiredWhen(isFile() && mediaId == null, "media", media, "Give the file, or its mediaId.");
            checkPhone(checks, "from", from);
            checks.that("text", text, () -> !isFile(), ErrorCode.INVALID_REQUEST, "only a text has one")
                    .that("text", text, () -> !text.isEmpty(), ErrorCode.INVALID_REQUEST, "must not be empty")
                    .length("text", text, 0, MessageContent.Text.MAX_LENGTH, ErrorCode.MESSAGE_TOO_LONG)
                    .that("media", media, () -> !isText(), ErrorCode.INVALID_REQUEST, OF_FILES)
                    .that(
                            "media",
                            media,
                            () -> mediaId == null,
                            ErrorCode.INVALID_REQUEST,
                            "media or mediaId, not both")
                    .that("media", media, () -> !InlineMedia.isUrl(media), ErrorCode.INVALID_REQUEST, NO_URL)
                    .that("mediaId", mediaId, () -> !isText(), ErrorCode.INVALID_REQUEST, OF_FILES)
                    .that("caption", caption, this::mayHaveCaption, ErrorCode.INVALID_REQUEST, "not of this type")
                    .length("caption", caption, 0, MessageContent.Media.MAX_CAPTION, ErrorCode.MESSAGE_TOO_LONG)
                    .that("filename", filename, () -> !isText(), ErrorCode.INVALID_REQUEST, OF_FILES)
                    .length("filename", filename, 1, 255);
        }

        String digits() {
            return SandboxRequests.digits(from);
        }

        boolean isText() {
            return type == InboundType.TEXT;
        }

        private boolean isFile() {
            return type != null && type != InboundType.TEXT;
        }

        private boolean mayHaveCaption() {
            return isFile() && type != InboundType.AUDIO;
        }
    }

    /** The statuses that can be reported by hand. */
    enum ReportedStatus {
        @JsonProperty("sent")
        SENT(StatusChange.Status.SENT),
        @JsonProperty("delivered")
        DELIVERED(StatusChange.Status.DELIVERED),
        @JsonProperty("read")
        READ(StatusChange.Status.READ),
        @JsonProperty("played")
        PLAYED(StatusChange.Status.PLAYED),
        @JsonProperty("failed")
        FAILED(StatusChange.Status.FAILED);

        private final StatusChange.Status engineStatus;

        ReportedStatus(StatusChange.Status engineStatus) {
            this.engineStatus = engineStatus;
        }

        StatusChange.Status engineStatus() {
            return engineStatus;
        }
    }

    @Schema(name = "SandboxStatus")
    record Status(
            @Schema(required = true, examples = "delivered") ReportedStatus status) implements Checked {
        @Override
        public void check(Checks checks) {
            checks.required("status", status);
        }
    }

    private static void checkPhone(Checks checks, String field, String written) {
        checks.that(
                field,
                written,
                () -> PhoneNumber.digits(written).isPresent(),
                ErrorCode.INVALID_PHONE_NUMBER,
                PhoneNumber.RULE);
    }

    private static String digits(String written) {
        return PhoneNumber.digits(written).orElseThrow();
    }
}
