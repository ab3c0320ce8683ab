package dev.tidings.core.message;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.platform.error.ErrorCode;
import dev.tidings.platform.sql.SqlTimes;
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

    /** A message whose send begins now, as its row is then. */
    public static Message sending(
            String id, String sessionId, String from, String to, MessageContent content, String quotedId, Instant now) {
        return new Message(
                id,
                sessionId,
                Direction.OUTBOUND,
                to,
                from,
                to,
                content,
                MessageStatus.SENDING,
                null,
                quotedId,
                null,
                null,
                new Times(SqlTimes.cut(now), null, null, null, null, null, null),
                MessageDetails.NONE);
    }

    /** @param chat its conversation if that changes, or null */
    Message sent(String engineId, String chat, Instant at) {
        Times moments = new Times(times.created(), times.due(), at, null, null, null, null);
        return settled(MessageStatus.SENT, null, engineId, chat == null ? chatId : chat, moments, MessageDetails.NONE);
    }

    /** @param words what the engine reports about the failure, or null */
    Message failed(ErrorCode code, MessageDetails.Failure words, Instant at) {
        Times moments = new Times(times.created(), times.due(), null, null, null, null, at);
        return settled(MessageStatus.FAILED, code, null, chatId, moments, MessageDetails.of(words));
    }

    Message unknown() {
        Times moments = new Times(times.created(), times.due(), null, null, null, null, null);
        return settled(MessageStatus.UNKNOWN, null, null, chatId, moments, MessageDetails.NONE);
    }

    private Message settled(
            MessageStatus outcome, ErrorCode code, String engineId, String chat, Times moments, MessageDetails words) {
        return new Message(
                id,
                sessionId,
                direction,
                chat,
                from,
                to,
                content,
                outcome,
                code,
                quotedMessageId,
                engineId,
                bulkId,
                moments,
                words);
    }

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
