package dev.tidings.core.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.content.Interactive;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageOrigin;
import dev.tidings.core.content.MessageType;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message as clients see it: in answers, and in the events that report it. */
@Schema(name = "Message")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageView(
        @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1") String messageId,

        @Schema(examples = "session_01kaszj5v3m8q2c7d9e1f4g6h8")
        String sessionId,

        Direction direction,

        @Schema(
                description = "Of outbound messages: api for those of this API, phone for those of the phone's app,"
                        + " history for those of the time before the session",
                enumeration = {"api", "phone", "history"})
        MessageOrigin origin,

        @Schema(
                description =
                        "The conversation: a phone number, a group, or WhatsApp's id of a person who showed no number"
                                + " at first; one and the same for a person, whatever address a message names",
                examples = "14155552671")
        String chatId,

        @Schema(nullable = true, description = "Digits", examples = "14155550100")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        String from,

        @Schema(description = "As the sender calls themselves", examples = "Sheena Nelson")
        String senderName,

        @Schema(description = "The sender's WhatsApp username", examples = "sheena.nelson")
        String senderUsername,

        @Schema(description = "WhatsApp's id of the sender for this business", examples = "US.13491208655302741918")
        String senderUserId,

        @Schema(nullable = true, description = "Digits", examples = "14155552671")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        String to,

        @Schema(description = "WhatsApp's id of the recipient for this business", examples = "US.13491208655302741918")
        String recipientUserId,

        @Schema(examples = "text") String type,

        @Schema(
                description = "As the type says; image, video, audio and document are all media",
                oneOf = {
                    MessageContent.Text.class,
                    MessageContent.Media.class,
                    MessageContent.Location.class,
                    MessageContent.Contact.class,
                    MessageContent.Reaction.class,
                    Interactive.class,
                    MessageContent.Template.class,
                    MessageContent.InteractiveReply.class,
                    MessageContent.Unsupported.class
                })
        MessageContent content,

        MessageStatus status,

        @Schema(description = "Why it failed") FailureView error,

        @Schema(
                description = "The message that this one answers or reacts to",
                examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1")
        String quotedMessageId,

        @Schema(
                description = "The engine's id of the message that this one answers or reacts to, when that one is not"
                        + " stored here")
        String quotedEngineMessageId,

        Boolean forwarded,

        @Schema(description = "Forwarded many times before") Boolean frequentlyForwarded,

        @Schema(description = "The advertisement or post that led to this message")
        MessageDetails.Referral referral,

        @Schema(description = "The article that this message asks about")
        MessageDetails.Product referredProduct,

        String bulkId,

        String engineMessageId,

        @Schema(description = "Where the file is; absent once it is here, and for messages without one")
        MessageDetails.MediaState media,

        @Schema(description = "What WhatsApp charges for it, once it says so")
        MessageDetails.Pricing pricing,

        @Schema(description = "What WhatsApp counted it in") MessageDetails.Conversation conversation,

        @Schema(description = "What WhatsApp said of it and no other field holds, as it came", type = SchemaType.OBJECT)
        Map<String, Object> raw,

        TimesView timestamps) {
    private static final MessageDetails.Sender NOBODY = new MessageDetails.Sender(null, null, null);
    private static final MessageDetails.Context NOWHERE = new MessageDetails.Context(null, null, null, null, null);

    @Schema(name = "MessageFailure")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FailureView(
            @Schema(examples = "recipient_not_on_whatsapp") String code,

            @Schema(examples = "The recipient is not on WhatsApp.")
            String message,

            @Schema(description = "WhatsApp's own code, when it gave one", examples = "131026")
            String engineCode,

            @Schema(description = "WhatsApp's own words, when it gave some", examples = "Message undeliverable")
            String reason) {

        /** @param failure null when the engine reported nothing */
        public static FailureView of(ErrorCode code, MessageDetails.Failure failure) {
            if (code == null) {
                return null;
            }
            return failure == null
                    ? new FailureView(code.code(), code.message(), null, null)
                    : new FailureView(code.code(), code.message(), failure.engineCode(), failure.reason());
        }
    }

    @Schema(name = "MessageTimes")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TimesView(
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

    public static MessageView of(Message message) {
        MessageDetails details = message.details();
        MessageDetails.Sender sender = Objects.requireNonNullElse(details.sender(), NOBODY);
        MessageDetails.Context context = Objects.requireNonNullElse(details.context(), NOWHERE);
        return new MessageView(
                message.id(),
                message.sessionId(),
                message.direction(),
                origin(message),
                message.chatId(),
                message.from(),
                sender.name(),
                sender.username(),
                sender.userId(),
                message.to(),
                details.recipientUserId(),
                MessageType.of(message.content()).wireName(),
                message.content(),
                message.status(),
                FailureView.of(message.error(), details.failure()),
                message.quotedMessageId(),
                context.quotedEngineMessageId(),
                context.forwarded(),
                context.frequentlyForwarded(),
                context.referral(),
                context.referredProduct(),
                message.bulkId(),
                message.engineMessageId(),
                details.media(),
                details.pricing(),
                details.conversation(),
                details.raw(),
                TimesView.of(message.times()));
    }

    private static MessageOrigin origin(Message message) {
        return message.direction() == Direction.INBOUND
                ? null
                : Objects.requireNonNullElse(message.details().origin(), MessageOrigin.API);
    }
}
