package dev.tidings.core.engine;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;

/**
 * News of a message that was sent.
 *
 * @param messageId our id when the engine hands it back, otherwise null: then {@code engineMessageId} tells which
 * @param error why it failed, for {@link Status#FAILED}
 * @param details what else WhatsApp says of it
 */
public record StatusChange(
        String sessionId,
        String messageId,
        String engineMessageId,
        Status status,
        Instant at,
        ErrorCode error,
        MessageDetails details) {

    public StatusChange(
            String sessionId, String messageId, String engineMessageId, Status status, Instant at, ErrorCode error) {
        this(sessionId, messageId, engineMessageId, status, at, error, MessageDetails.NONE);
    }

    /** In any order, any of them may be skipped or told twice. */
    public enum Status {
        SENT,
        DELIVERED,
        READ,
        PLAYED,
        FAILED
    }
}
