package dev.tidings.core.engine;

import dev.tidings.core.content.MessageContent;

/**
 * A message to send.
 *
 * @param messageId our id, for engines that return it with later statuses
 * @param to digits of the recipient
 * @param quotedEngineMessageId the engine's id of the message that this one replies to, or null
 */
public record OutboundMessage(
        String sessionId, String messageId, String to, MessageContent content, String quotedEngineMessageId) {}
