package dev.tidings.core.engine;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import java.time.Instant;

/**
 * A message that the session's number sent, but not through this service: from the phone's app, or another linked
 * device.
 *
 * @param engineMessageId the engine's id: a second message with the same one is the same message
 * @param chatId the conversation, as for an {@link InboundMessage}
 * @param to digits of the recipient, or null for a group, or a person without a visible number
 * @param quotedEngineMessageId the message that this one replies to, or null
 * @param details what else WhatsApp reports about it; its origin is set
 */
public record EchoedMessage(
        String sessionId,
        String engineMessageId,
        String chatId,
        String to,
        MessageContent content,
        String quotedEngineMessageId,
        Instant at,
        MessageDetails details) {}
