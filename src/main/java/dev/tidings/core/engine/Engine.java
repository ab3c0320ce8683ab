package dev.tidings.core.engine;

import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * A connection to WhatsApp. What happens to a session or a message later is reported to the {@link EngineListener}; an
 * engine may report something twice, but never omits it. Expected failures are values or an {@code ApiException}; any
 * other failure means that the outcome is not known. No call is made inside a database transaction, and none blocks
 * the event loop.
 */
public interface Engine {

    /** The name that a session gives, such as {@code sandbox}. */
    String name();

    Capabilities capabilities();

    /**
     * Takes the {@code config} that a client sends when it makes a session, before the session exists, or a new one
     * for an existing session: checks it, with WhatsApp if necessary, and stores it for the session. What is stored
     * for a session that is never made is deleted like that of any other, by {@link #unlink}.
     *
     * @param config as the client wrote it; empty for none
     * @throws ApiException naming a field below {@code config}; {@code session_conflict} when another session has the
     *     same; {@code rate_limit_exceeded}, {@code service_unavailable} when WhatsApp cannot check it now
     */
    default Uni<Void> configure(String sessionId, Map<String, Object> config) {
        return config.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .failure(ApiException.of(
                                ErrorCode.INVALID_REQUEST, "config", "The engine " + name() + " takes none."));
    }

    /**
     * Connects the session, or begins its pairing; a session that is already connecting or pairing is brought to its
     * correct state. Repeating it is harmless. The outcome is reported to the listener, its first step before the Uni
     * completes if it is available at once.
     */
    Uni<Void> open(String sessionId);

    /**
     * Ends the connection, or a pairing in progress; a linked session stays linked. Reports nothing to the listener.
     */
    Uni<Void> close(String sessionId);

    /**
     * Unlinks the session from WhatsApp and deletes its credentials of this generation and of those before it; those
     * of a later generation stay, because the session was paired again meanwhile. Reports nothing to the listener.
     *
     * @param generation that of the session when it was logged out, from {@code SessionDirectory}, with which an engine
     *     marks what it stores: each logout begins the next one
     */
    Uni<Void> unlink(String sessionId, long generation);

    /**
     * A code to type into the phone instead of scanning the QR code.
     *
     * @param phoneNumber digits of the phone that will be linked
     */
    Uni<PairingCode> pairingCode(String sessionId, String phoneNumber);

    /**
     * Goes on with a session that is {@code passkey_required}.
     *
     * @throws ApiException naming a field of the assertion; {@code session_conflict} when nothing is asked for
     */
    default Uni<Void> passkey(String sessionId, PasskeyReply reply) {
        return Uni.createFrom()
                .failure(ApiException.because(
                        ErrorCode.NOT_SUPPORTED_BY_ENGINE, "the engine " + name() + " has no passkeys"));
    }

    /** Sends once; never repeats by itself a message that WhatsApp may have accepted. */
    Uni<SendOutcome> send(OutboundMessage message);

    /**
     * Whether a number is on WhatsApp, and how WhatsApp itself writes it.
     *
     * @param phoneNumber digits, in any form in which people or WhatsApp write the number
     */
    Uni<NumberLookup> lookUp(String sessionId, String phoneNumber);

    /**
     * Marks an inbound message as read for its sender.
     *
     * @param typing whether to show in addition that a reply is being written, if the engine supports it
     * @throws ApiException the reason of a refusal
     */
    Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing);

    /**
     * Message templates of the session's number, in WhatsApp's order. Called only for an engine with the capability.
     *
     * @param after where the page before ended, in the engine's own form; null: from the first
     * @param limit how many at most
     * @throws ApiException the reason of a refusal
     */
    default Uni<TemplatePage> templates(String sessionId, TemplateFilter filter, String after, int limit) {
        return Uni.createFrom().failure(ApiException.of(ErrorCode.NOT_SUPPORTED_BY_ENGINE));
    }

    /** One of these templates; null when there is none with this id. */
    default Uni<MessageTemplate> template(String sessionId, String templateId) {
        return Uni.createFrom().failure(ApiException.of(ErrorCode.NOT_SUPPORTED_BY_ENGINE));
    }
}
