package dev.tidings.engine;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

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

    /** Whether the number is on WhatsApp; empty when the engine cannot tell. */
    Uni<Optional<Boolean>> isOnWhatsApp(String sessionId, String phoneNumber);

    /** Marks an inbound message as read for its sender. */
    Uni<Void> markRead(String sessionId, String chatId, String engineMessageId);
}
