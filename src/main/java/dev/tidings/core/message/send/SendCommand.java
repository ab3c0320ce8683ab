package dev.tidings.core.message.send;

import dev.tidings.core.content.MessageContent;

/**
 * A message and its session.
 *
 * @param idempotencyKey lets a repeated request find the message of the first one; null for none
 */
public record SendCommand(String sessionId, NewMessage message, String idempotencyKey) {

    /** Whether there is a file to store here before the message can be stored. */
    boolean bringsAFile() {
        return message.content() instanceof MessageContent.Media;
    }

    SendCommand with(NewMessage whole) {
        return new SendCommand(sessionId, whole, idempotencyKey);
    }
}
