package dev.tidings.core.message.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidings.core.content.MediaKind;
import dev.tidings.core.content.MessageContent;
import dev.tidings.core.message.Message;
import dev.tidings.core.message.MessageStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of a send.
 *
 * @param timestamp when the engine accepted the message; when the send began if its answer was lost; when a queued one
 *     will be sent
 */
@Schema(name = "SentMessage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SentView(
        @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1") String messageId,
        @Schema(examples = "sent") MessageStatus status,
        @Schema(examples = "2026-11-24T09:30:00Z") Instant timestamp,

        @Schema(description = "For messages with a file", examples = "image")
        MediaKind mediaType) {

    static SentView of(Message message) {
        Message.Times times = message.times();
        return switch (message.status()) {
            case QUEUED -> of(message, MessageStatus.QUEUED, times.due());
            case SENDING, UNKNOWN -> of(message, MessageStatus.UNKNOWN, times.created());
            default -> of(message, MessageStatus.SENT, times.sent() == null ? times.created() : times.sent());
        };
    }

    private static SentView of(Message message, MessageStatus status, Instant timestamp) {
        MediaKind mediaType = message.content() instanceof MessageContent.Media media ? media.mediaType() : null;
        return new SentView(message.id(), status, timestamp, mediaType);
    }
}
