package dev.tidings.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a send.
 *
 * @param timestamp when the engine took the message; when it was begun if its answer was lost; when a queued one goes out
 */
@Schema(name = "SentMessage")
record SentView(
        @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1") String messageId,
        @Schema(examples = "sent") MessageStatus status,
        @Schema(examples = "2026-11-24T09:30:00Z") Instant timestamp) {

    static SentView of(Message message) {
        Message.Times times = message.times();
        return switch (message.status()) {
            case QUEUED -> new SentView(message.id(), MessageStatus.QUEUED, times.due());
            case SENDING, UNKNOWN -> new SentView(message.id(), MessageStatus.UNKNOWN, times.created());
            default ->
                new SentView(message.id(), MessageStatus.SENT, times.sent() == null ? times.created() : times.sent());
        };
    }
}
