package dev.tidings.core.engine;

import dev.tidings.platform.sql.Transaction;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * Receives the reports of engines. Each call completes once the report is committed; an engine that gets a failure, or
 * dies before it gets an answer, reports it again.
 *
 * <p>The forms with a {@link Transaction} are for engines that store something of their own together with a report:
 * both are committed, or neither is. The engine locks its own rows first, in the order of docs/adr/0032, and reports
 * last. What it reports is ready before the transaction begins: a message is decrypted on copies of the keys, which
 * the transaction then stores, so that no transaction waits for a computation and a rollback leaves the keys as they
 * were.
 */
public interface EngineListener {

    /** @return whether the session changed; a session whose state does not fit the event does not change */
    Uni<Boolean> onSession(SessionEvent event);

    /** The same as a part of the transaction. */
    Uni<Boolean> onSession(Transaction transaction, SessionEvent event);

    /**
     * WhatsApp has limited what the account may do.
     *
     * @param kind a short name for programs; null when there is no limit any more
     * @param until null if it is not known
     */
    Uni<Void> onRestriction(Transaction transaction, String sessionId, String kind, Instant until);

    /**
     * Messages in the order in which they were received.
     *
     * @return our ids of them in the same order, the same ones if the engine reports them again; null in the place of
     *     a message whose session is gone
     */
    Uni<List<String>> onMessages(List<InboundMessage> messages);

    /** The same as a part of the transaction. */
    Uni<List<String>> onMessages(Transaction transaction, List<InboundMessage> messages);

    /** @return our id of the message, the same one if the engine reports it again; null when its session is gone */
    default Uni<String> onMessage(InboundMessage message) {
        return onMessages(List.of(message)).map(ids -> ids.get(0));
    }

    /**
     * The file of a message that was reported without it; a message that is not waiting for its file does not change.
     */
    Uni<Void> onMedia(LateMedia media);

    /** The same as a part of the transaction. */
    Uni<Void> onMedia(Transaction transaction, LateMedia media);

    /** Statuses in any order; those of messages that are not known here change nothing. */
    Uni<Void> onStatuses(List<StatusChange> changes);

    /** The same as a part of the transaction. */
    Uni<Void> onStatuses(Transaction transaction, List<StatusChange> changes);

    default Uni<Void> onStatus(StatusChange change) {
        return onStatuses(List.of(change));
    }

    /**
     * Messages that the session's number sent elsewhere, in the order in which they were sent.
     *
     * @return our ids of them in the same order, the same ones if the engine reports them again, or if this service
     *     sent them; null in the place of a message whose session is gone
     */
    Uni<List<String>> onEchoes(List<EchoedMessage> messages);

    /** The same as a part of the transaction. */
    Uni<List<String>> onEchoes(Transaction transaction, List<EchoedMessage> messages);

    default Uni<String> onEcho(EchoedMessage message) {
        return onEchoes(List.of(message)).map(ids -> ids.get(0));
    }

    /** A late or repeated report changes nothing. */
    Uni<Void> onPreference(ContactPreference preference);

    /** The same as a part of the transaction. */
    Uni<Void> onPreference(Transaction transaction, ContactPreference preference);
}
