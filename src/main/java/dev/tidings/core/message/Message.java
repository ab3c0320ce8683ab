package dev.tidings.core.message;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.platform.error.ErrorCode;
import java.time.Instant;

/**
 * A message as stored.
 *
 * @param chatId the conversation: digits of a phone number, or a group's id
 * @param from digits, or null for a sender without a visible number
 * @param to digits
 * @param error why it failed, or null
 * @param details what the engine reports about it beside its content
 */
public record Message(
        String id,
        String sessionId,
        Direction direction,
        String chatId,
        String from,
        String to,
        MessageContent content,
        MessageStatus status,
        ErrorCode error,
        String quotedMessageId,
        String engineMessageId,
        String bulkId,
        Times times,
        MessageDetails details) {

    /**
     * When it reached each status; null where it has not, or that was not reported.
     *
     * @param due when a queued message may be sent
     */
    public record Times(
            Instant created,
            Instant due,
            Instant sent,
            Instant delivered,
            Instant read,
            Instant played,
            Instant failed) {}
}
