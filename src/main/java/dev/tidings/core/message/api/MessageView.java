package dev.tidings.core.message.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageType;
import dev.tidings.core.message.Direction;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageStatus;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message as clients see it, the same everywhere. */
@Schema(name = "Message")
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageView(
        @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1") String messageId,

        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        Direction direction,

        @Schema(description = "The conversation: a phone number or a group", examples = "14155552671")
        String chatId,

        @Schema(nullable = true, description = "Digits", examples = "14155550100")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        String from,

        @Schema(nullable = true, description = "Digits", examples = "14155552671")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        String to,

        @Schema(examples = "text") String type,

        @Schema(
                description = "As the type says; image, video, audio and document are all media",
                oneOf = {
                    MessageContent.Text.class,
                    MessageContent.Media.class,
                    MessageContent.Location.class,
                    MessageContent.Contact.class,
                    MessageContent.Reaction.class,
                    MessageContent.Interactive.class,
                    MessageContent.Template.class
                })
        MessageContent content,

        MessageStatus status,

        @Schema(description = "Why it failed") FailureView error,

        String quotedMessageId,

        String bulkId,

        String engineMessageId,

        TimesView timestamps) {

    @Schema(name = "MessageFailure")
    record FailureView(
            @Schema(examples = "recipient_not_on_whatsapp") String code,

            @Schema(examples = "The recipient is not on WhatsApp.")
            String message) {

        static FailureView of(ErrorCode code) {
            return code == null ? null : new FailureView(code.code(), code.message());
        }
    }

    @Schema(name = "MessageTimes")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TimesView(
            Instant created,

            @Schema(description = "When a queued message goes out")
            Instant due,

            Instant sent,
            Instant delivered,
            Instant read,
            Instant played,
            Instant failed) {
        private static TimesView of(Message.Times times) {
            return new TimesView(
                    times.created(),
                    times.due(),
                    times.sent(),
                    times.delivered(),
                    times.read(),
                    times.played(),
                    times.failed());
        }
    }

    static MessageView of(Message message) {
        return new MessageView(
                message.id(),
                message.sessionId(),
                message.direction(),
                message.chatId(),
                message.from(),
                message.to(),
                MessageType.of(message.content()).wireName(),
                message.content(),
                message.status(),
                FailureView.of(message.error()),
                message.quotedMessageId(),
                message.bulkId(),
                message.engineMessageId(),
                TimesView.of(message.times()));
    }
}
