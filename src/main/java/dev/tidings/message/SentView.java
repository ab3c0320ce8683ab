package dev.tidings.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** @param timestamp when the engine took the message; when it was begun if its answer was lost */
@Schema(name = "SentMessage")
record SentView(
        @Schema(examples = "msg_01kaszk2h8w4r6t0y5v3n7b9c1") String messageId,
        @Schema(examples = "sent") MessageStatus status,
        @Schema(examples = "2026-11-24T09:30:00Z") Instant timestamp) {

    static SentView of(Message message) {
        Instant sent = message.times().sent();
        return new SentView(
                message.id(),
                message.status() == MessageStatus.UNKNOWN ? MessageStatus.UNKNOWN : MessageStatus.SENT,
                sent == null ? message.times().created() : sent);
    }
}
