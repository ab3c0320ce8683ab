package dev.tidings.core.engine;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import java.time.Instant;

/**
 * A message that a session received.
 *
 * @param engineMessageId the engine's id: a second message with the same one is the same message
 * @param chatId the conversation: digits of a phone number, or a group's id
 * @param from digits of the sender, or null for one without a visible number
 * @param quotedEngineMessageId the message that this one replies to, or null
 * @param details what else WhatsApp reports about it
 */
public record InboundMessage(
        String sessionId,
        String engineMessageId,
        String chatId,
        String from,
        MessageContent content,
        String quotedEngineMessageId,
        Instant at,
        MessageDetails details) {

    public InboundMessage(
            String sessionId,
            String engineMessageId,
            String chatId,
            String from,
            MessageContent content,
            String quotedEngineMessageId,
            Instant at) {
        this(sessionId, engineMessageId, chatId, from, content, quotedEngineMessageId, at, MessageDetails.NONE);
    }
}
