package dev.tidings.core.engine;

import dev.tidings.core.content.MessageDetails;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;

/**
 * A report about a message that was sent.
 *
 * @param messageId our id when the engine returns it, otherwise null: then {@code engineMessageId} identifies the
 *     message
 * @param error why it failed, for {@link Status#FAILED}
 * @param details what else WhatsApp reports about it
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

    /** In any order; each may be omitted or reported twice. */
    public enum Status {
        SENT,
        DELIVERED,
        READ,
        PLAYED,
        FAILED
    }
}
