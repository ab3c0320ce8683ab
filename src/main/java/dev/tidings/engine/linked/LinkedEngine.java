package dev.tidings.engine.linked;

import dev.tidings.core.engine.Capabilities;
import dev.tidings.core.engine.Engine;
import dev.tidings.core.engine.NumberLookup;
import dev.tidings.core.engine.OutboundMessage;
import dev.tidings.core.engine.PairingCode;
import dev.tidings.core.engine.PasskeyReply;
import dev.tidings.core.engine.SendOutcome;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.LinkedSettings;
import dev.tidings.engine.linked.store.SettingsRepository;
import dev.tidings.platform.error.ApiException;
import dev.tidings.platform.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/**
 * A phone's linked device: WhatsApp's own protocol, spoken here (docs/linked-device.md). Messages are not a part of it yet, so it
 * sends none, and leaves on the server what arrives.
 */
@ApplicationScoped
class LinkedEngine implements Engine {
    static final String NAME = "linked";

    private final LinkedSessions sessions;
    private final SessionServices services;
    private final SettingsRepository settings;

    LinkedEngine(LinkedSessions sessions, LinkedServices services, SettingsRepository settings) {
        this.sessions = sessions;
        this.services = services.all();
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, Set.of(), Map.of(), true);
    }

    /** Name and history are fixed when the phone links; another proxy counts from the next connection on. */
    @Override
    public Uni<Void> configure(String sessionId, Map<String, Object> config) {
        LinkedSettings given = LinkedSessionConfig.settings(config);
        return config.isEmpty() ? Uni.createFrom().voidItem() : settings.keep(sessionId, given);
    }

    @Override
    public Uni<Void> open(String sessionId) {
        return session(sessionId).open();
    }

    @Override
    public Uni<Void> close(String sessionId) {
        return session(sessionId).close();
    }

    @Override
    public Uni<Void> unlink(String sessionId, long generation) {
        return session(sessionId).unlink(LinkedDevice.lastOf(generation));
    }

    @Override
    public Uni<PairingCode> pairingCode(String sessionId, String phoneNumber) {
        return session(sessionId).pairingCode(phoneNumber);
    }

    @Override
    public Uni<Void> passkey(String sessionId, PasskeyReply reply) {
        return session(sessionId).passkey(reply);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message) {
        return notYet();
    }

    @Override
    public Uni<NumberLookup> lookUp(String sessionId, String phoneNumber) {
        return Uni.createFrom().item(NumberLookup.UNKNOWN);
    }

    @Override
    public Uni<Void> markRead(String sessionId, String chatId, String engineMessageId, boolean typing) {
        return notYet();
    }

    private static <T> Uni<T> notYet() {
        return Uni.createFrom()
                .failure(ApiException.because(
                        ErrorCode.NOT_SUPPORTED_BY_ENGINE, "the engine linked has no messages yet"));
    }

    private LinkedSession session(String id) {
        return sessions.get(id, key -> new LinkedSession(key, services));
    }
}
