package dev.tidings.message;

import dev.tidings.content.MessageContent;

/**
 * A message that a client wants sent.
 *
 * @param to digits
 * @param quotedMessageId our id of the message that this one answers, or null
 */
public record NewMessage(String sessionId, String to, MessageContent content, String quotedMessageId) {}
