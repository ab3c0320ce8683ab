package dev.tidings.message;

import dev.tidings.content.MessageContent;
import dev.tidings.content.MessageType;
import java.time.Instant;

/**
 * A message that a client wants sent.
 *
 * @param to digits; null for a reaction, which goes where its message is
 * @param referredId our id of the message that this one answers or reacts to, or null
 * @param sendAt null: now
 */
record NewMessage(String to, MessageContent content, String referredId, Instant sendAt) {

    MessageType type() {
        return MessageType.of(content);
    }

    /** The field that names the message that this one refers to. */
    String referringField() {
        return type() == MessageType.REACTION ? "messageId" : "quotedMessageId";
    }
}
