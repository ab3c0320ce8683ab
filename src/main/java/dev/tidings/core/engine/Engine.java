package dev.tidings.core.engine;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * A way to WhatsApp. What happens to a session or a message later is told to the {@link EngineListener}; an engine may tell a
 * thing twice, never not at all. Expected failures are values or an {@code ApiException}; any other failure means that the
 * outcome is not known. No call is made inside a database transaction, and none blocks the event loop.
 */
public interface Engine {

    /** The name that a session gives, such as {@code sandbox}. */
    String name();

    Capabilities capabilities();

    /**
     * Takes what a client says in {@code config} when it makes a session, before there is one, or anew for one that there is:
     * checks it, with WhatsApp if need be, and keeps it for the session. What is kept for a session that never comes to be is
     * wiped like that of any other, by {@link #unlink}.
     *
     * @param config as the client wrote it; empty for none
     * @throws ApiException naming a field below {@code config}; {@code session_conflict} when another session has the same;
     *     {@code rate_limit_exceeded}, {@code service_unavailable} when WhatsApp cannot say now
     */
    default Uni<Void> configure(String sessionId, Map<String, Object> config) {
        return config.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .failure(ApiException.of(
                                ErrorCode.INVALID_REQUEST, "config", "The engine " + name() + " takes none."));
    }

    /**
     * Connects the session, or begins its pairing; on a session that is already under way, brings it to where it should be by
     * now. Repeating it does no harm. The outcome is told to the listener, its first step before the Uni completes if it can
     * be had at once.
     */
    Uni<Void> open(String sessionId);

    /** Ends the connection, or a pairing that is under way; what was linked stays linked. Tells the listener nothing. */
    Uni<Void> close(String sessionId);

    /** Unlinks the session from WhatsApp and wipes its credentials. Tells the listener nothing. */
    Uni<Void> unlink(String sessionId);

    /**
     * A code to type into the phone instead of scanning the QR code.
     *
     * @param phoneNumber digits of the phone that will be linked
     */
    Uni<PairingCode> pairingCode(String sessionId, String phoneNumber);

    /** Sends once; never repeats by itself what WhatsApp may already have taken. */
    Uni<SendOutcome> send(OutboundMessage message);

    /**
     * Whether a number is on WhatsApp, and how WhatsApp itself writes it.
     *
     * @param phoneNumber digits, in any form that people or WhatsApp write the number in
     */
    Uni<NumberLookup> lookUp(String sessionId, String phoneNumber);

    /**
     * Marks an inbound message as read for its sender.
     *
     * @param typing whether to show as well that an answer is being written, where the engine can
     * @throws ApiException what it was refused with
     */
    Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing);
}
