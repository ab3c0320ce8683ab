package dev.tidings.core.message.send;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageType;
import java.time.Instant;
import java.util.List;

/**
 * A message that a client wants sent.
 *
 * @param to digits, or a chatId; null for a reaction, which goes to the conversation of its message
 * @param content for files only what the client gave: {@link Attachments} completes it
 * @param referredId our id of the message that this one replies or reacts to, or null
 * @param sendAt null: now
 * @param inline for each file of the content the file in the request itself, not yet decoded, or null for one that
 *     comes from elsewhere; empty once they are stored
 * @param idempotencyKey lets a repeated request find the message of the first one; null for none
 */
public record NewMessage(
        String sessionId,
        String to,
        MessageContent content,
        String referredId,
        Instant sendAt,
        List<String> inline,
        String idempotencyKey) {

    public MessageType type() {
        return MessageType.of(content);
    }

    /** Whether there are files to store here before the message can be stored. */
    boolean bringsFiles() {
        return !content.files().isEmpty();
    }

    /** The field that names the message that this one refers to. */
    String referringField() {
        return type() == MessageType.REACTION ? "messageId" : "quotedMessageId";
    }

    NewMessage to(String recipient) {
        return new NewMessage(sessionId, recipient, content, referredId, sendAt, inline, idempotencyKey);
    }

    /** The same message once its files are stored, or are left to be fetched from their URLs. */
    NewMessage saying(MessageContent whole) {
        return new NewMessage(sessionId, to, whole, referredId, sendAt, List.of(), idempotencyKey);
    }
}
