package dev.tidings.message;

import dev.tidings.content.MessageContent;
import dev.tidings.content.PhoneNumber;
import dev.tidings.error.Checked;
import dev.tidings.error.Checks;
import dev.tidings.error.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "SendText")
record SendTextRequest(
        @Schema(required = true, examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        @Schema(
                required = true,
                description = "The recipient in international format; a plus sign and separators are accepted",
                examples = "14155552671")
        String to,

        @Schema(required = true, minLength = 1, maxLength = 4096, examples = "Your parcel arrives at noon.")
        String text,

        @Schema(description = "The message that this one answers")
        String quotedMessageId,

        @Schema(description = "Whether to preview the first link of the text")
        Boolean previewUrl)
        implements Checked {

    @Override
    public void check(Checks checks) {
        checks.required("sessionId", sessionId)
                .required("to", to)
                .required("text", text)
                .that(
                        "to",
                        to,
                        () -> PhoneNumber.digits(to).isPresent(),
                        ErrorCode.INVALID_PHONE_NUMBER,
                        PhoneNumber.RULE)
                .that("text", text, () -> !text.isBlank(), ErrorCode.INVALID_REQUEST, "must not be blank")
                .length("text", text, 0, MessageContent.Text.MAX_LENGTH, ErrorCode.MESSAGE_TOO_LONG);
    }

    NewMessage toMessage() {
        return new NewMessage(
                sessionId,
                PhoneNumber.digits(to).orElseThrow(),
                new MessageContent.Text(text, previewUrl),
                quotedMessageId);
    }
}
