package dev.tidings.engine.cloud.inbound;

import dev.tidings.core.content.MessageContent;
import dev.tidings.core.content.MessageDetails;
import dev.tidings.core.content.MessageDetails.MediaState;
import dev.tidings.core.engine.ContactPreference;
import dev.tidings.core.engine.EchoedMessage;
import dev.tidings.core.engine.EngineListener;
import dev.tidings.core.engine.InboundMessage;
import dev.tidings.core.engine.StatusChange;
import dev.tidings.engine.cloud.graph.GraphError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** One notice from Meta about a number. */
sealed interface CloudNotification {

    /** Meta's id of the number that it is about. */
    String phoneNumberId();

    /**
     * A person, by a number, by Meta's id, or by both.
     *
     * @param number digits, or null
     * @param userId null if Meta does not show it
     */
    record Person(String number, String userId) {
        /** Null for a person that Meta does not name at all. */
        static Person of(String number, String userId) {
            return number == null && userId == null ? null : new Person(number, userId);
        }
    }

    /**
     * A message that the number received, or that was sent from the phone's app.
     *
     * @param echo whether it was sent from the phone's app
     * @param id Meta's
     * @param person whose conversation it belongs to; null for a group, and once {@code chatId} is final
     * @param chatId a group, a phone number, or Meta's id of a person who shows no number
     * @param number digits of who sent it, or of whom an echo was sent to; null for none
     * @param content for a file without its {@code mediaId}
     * @param quotedId Meta's id of the message that this one replies or reacts to, or null
     * @param fileId Meta's id of the file, or null
     * @param details what else Meta reports about the message
     * @param raw as Meta wrote it
     */
    record Message(
            String phoneNumberId,
            boolean echo,
            String id,
            Person person,
            String chatId,
            String number,
            MessageContent content,
            String quotedId,
            String fileId,
            MessageDetails details,
            Instant at,
            JsonObject raw)
            implements CloudNotification {

        /** The same in its final conversation, also when it is read again. */
        Message in(String chat) {
            return new Message(
                    phoneNumberId,
                    echo,
                    id,
                    null,
                    chat,
                    number,
                    content,
                    quotedId,
                    fileId,
                    details,
                    at,
                    raw.copy().put(SenderFields.CHAT, chat));
        }

        /** The same with its file. */
        Message saying(MessageContent whole) {
            return new Message(
                    phoneNumberId, echo, id, person, chatId, number, whole, quotedId, fileId, details, at, raw);
        }

        /** Reports it; repeating this is harmless. */
        Uni<Void> reportTo(EngineListener listener, String sessionId) {
            return reportTo(listener, sessionId, details);
        }

        /** The same with this state of its file. */
        Uni<Void> reportTo(EngineListener listener, String sessionId, MediaState file) {
            return reportTo(listener, sessionId, details.with(file));
        }

        private Uni<Void> reportTo(EngineListener listener, String sessionId, MessageDetails all) {
            return (echo
                            ? listener.onEcho(
                                    new EchoedMessage(sessionId, id, chatId, number, content, quotedId, at, all))
                            : listener.onMessage(
                                    new InboundMessage(sessionId, id, chatId, number, content, quotedId, at, all)))
                    .replaceWithVoid();
        }
    }

    /**
     * What a person said about the messages that they want to get.
     *
     * @param sender what else Meta reports about the person, or null
     * @param value {@code stop} or {@code resume}
     * @param detail Meta's words, or null
     */
    record Preference(
            String phoneNumberId,
            Person person,
            MessageDetails.Sender sender,
            String category,
            String value,
            String detail,
            Instant at)
            implements CloudNotification {

        ContactPreference toReport(String sessionId, String chatId) {
            return new ContactPreference(sessionId, chatId, person.number(), sender, category, value, detail, at);
        }
    }

    /**
     * A report about a message that was sent.
     *
     * @param ourId our id of it, or null when it was not sent by this service
     * @param person the recipient, if Meta shows both the number and the id; otherwise null
     * @param error why it failed, or null
     * @param details what else Meta reports about the message
     */
    record Status(
            String phoneNumberId,
            String id,
            String ourId,
            String recipient,
            Person person,
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
