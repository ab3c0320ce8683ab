package dev.tidings.core.message.send;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageType;
import java.time.Instant;

/**
 * A message that a client wants sent.
 *
 * @param to digits; null for a reaction, which goes where its message is
 * @param content of a file as far as the client told: {@link Attachments} completes it
 * @param referredId our id of the message that this one answers or reacts to, or null
 * @param sendAt null: now
 * @param inline a file that came in the request itself, still packed; null for none, and once it is kept
 */
public record NewMessage(String to, MessageContent content, String referredId, Instant sendAt, String inline) {

    public NewMessage(String to, MessageContent content, String referredId, Instant sendAt) {
        this(to, content, referredId, sendAt, null);
    }

    public MessageType type() {
        return MessageType.of(content);
    }

    /** The field that names the message that this one refers to. */
    String referringField() {
        return type() == MessageType.REACTION ? "messageId" : "quotedMessageId";
    }

    NewMessage to(String recipient) {
        return new NewMessage(recipient, content, referredId, sendAt, inline);
    }

    /** The same message once its file is kept. */
    NewMessage saying(MessageContent whole) {
        return new NewMessage(to, whole, referredId, sendAt, null);
    }
}
