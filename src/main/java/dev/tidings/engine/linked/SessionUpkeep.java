package dev.tidings.engine.linked;

import dev.tidings.engine.linked.connection.PreKeyUpload;
import dev.tidings.engine.linked.connection.Restriction;
import dev.tidings.engine.linked.connection.Upkeep;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.store.PreKey;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What the upkeep of a connected device may do to its session. */
final class SessionUpkeep implements Upkeep.Host {
    private final LinkedSession session;
    private final SessionServices services;

    SessionUpkeep(LinkedSession session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    Upkeep on(StanzaChannel channel, Timers timers) {
        PreKeyUpload preKeys = new PreKeyUpload(channel, this, timers, services.clock(), services.randomness());
        return new Upkeep(channel, this, preKeys);
    }

    @Override
    public LinkedDevice device() {
        return session.device();
    }

    @Override
    public void save(LinkedDevice changed, Runnable then) {
        store(services.store().update(session.token(), changed, null), then);
    }

    @Override
    public void preKeys(int count, Consumer<List<PreKey>> then) {
        session.hold(services.store().preKeys(session.token(), session.device(), count), then, session::storeFailed);
    }

    @Override
    public void findPreKeys(List<Integer> ids, Consumer<List<PreKey>> then) {
        session.hold(services.store().findPreKeys(session.device(), ids), then, session::storeFailed);
    }

    @Override
    public void uploaded(List<PreKey> keys, LinkedDevice changed, Runnable then) {
        List<Integer> ids = keys.stream().map(PreKey::id).toList();
        store(services.store().uploaded(session.token(), changed, ids), then);
    }

    @Override
    public void lost(Runnable then) {
        store(services.store().preKeysLost(session.token(), session.device()), then);
    }

    private void store(Uni<LinkedDevice> work, Runnable then) {
        session.hold(
                work,
                stored -> {
                    session.deviceIs(stored);
                    then.run();
                },
                session::storeFailed);
    }

    @Override
    public void restricted(Restriction restriction) {
        session.hold(services.store().restrict(session.token(), restriction), done -> {}, session::storeFailed);
    }

    @Override
    public void clientExpires(Instant at) {
        services.observer().clientExpires(at);
    }
}
