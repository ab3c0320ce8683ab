package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageDetails.MediaState;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.engine.cloud.graph.GraphError;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** One notice from Meta about a number. */
sealed interface CloudNotification {

    /** Meta's id of the number that it is about. */
    String phoneNumberId();

    /**
     * An inbound message.
     *
     * @param id Meta's
     * @param chatId a group, a phone number, or Meta's id of a person who shows no number
     * @param from digits, or null
     * @param content for a file without its {@code mediaId}
     * @param quotedId Meta's id of the message that this one replies or reacts to, or null
     * @param fileId Meta's id of the file, or null
     * @param details what else Meta reports about the message
     * @param raw as Meta wrote it
     */
    record Message(
            String phoneNumberId,
            String id,
            String chatId,
            String from,
            MessageContent content,
            String quotedId,
            String fileId,
            MessageDetails details,
            Instant at,
            JsonObject raw)
            implements CloudNotification {

        InboundMessage toInbound(String sessionId) {
            return new InboundMessage(sessionId, id, chatId, from, content, quotedId, at, details);
        }

        /** The same with its file. */
        Message saying(MessageContent whole) {
            return new Message(phoneNumberId, id, chatId, from, whole, quotedId, fileId, details, at, raw);
        }

        /** The same with this state of its file. */
        InboundMessage toInbound(String sessionId, MediaState file) {
            return new InboundMessage(sessionId, id, chatId, from, content, quotedId, at, details.with(file));
        }
    }

    /**
     * A report about a message that was sent.
     *
     * @param ourId our id of it, or null when it was not sent by this service
     * @param error why it failed, or null
     * @param details what else Meta reports about the message
     */
    record Status(
            String phoneNumberId,
            String id,
            String ourId,
            String recipient,
            StatusChange.Status status,
            GraphError error,
            MessageDetails details,
            Instant at)
            implements CloudNotification {

        /** What Meta reports about the failure, or null. */
        MessageDetails.Failure failure() {
            return error == null ? null : error.failure();
        }

        /** What else Meta reports, with this failure. */
        MessageDetails details(MessageDetails.Failure failure) {
            return new MessageDetails(
                    null,
                    details.recipientUserId(),
                    null,
                    details.pricing(),
                    details.conversation(),
                    failure,
                    null,
                    null,
                    details.raw());
        }
    }

    /** A notice that is not used here, or not understood. */
    record Other(String phoneNumberId) implements CloudNotification {}
}
