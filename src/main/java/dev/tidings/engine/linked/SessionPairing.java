package dev.tidings.engine.linked;

import dev.tidings.core.engine.SessionEvent;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.pairing.Linked;
import dev.tidings.engine.linked.pairing.PairingAttempt;
import dev.tidings.engine.linked.store.LinkedAccount;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;

/** What an attempt to link may do to its session. */
final class SessionPairing implements PairingAttempt.Host {
    private final LinkedSession session;
    private final SessionServices services;

    SessionPairing(LinkedSession session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    PairingAttempt on(StanzaChannel channel, Timers timers) {
        LinkedDevice device = session.device();
        return new PairingAttempt(
                session.id(),
                channel,
                device.noise(),
                device.identity(),
                device.advSecret(),
                timers,
                services.clock(),
                services.randomness(),
                this);
    }

    @Override
    public void keep(Bytes secret, SessionEvent shown, Runnable then) {
        store(session.device().withAdvSecret(secret), shown, then);
    }

    @Override
    public void show(SessionEvent event) {
        session.hold(services.store().report(session.token(), event), reported -> shown(event), session::storeFailed);
    }

    @Override
    public void linked(Linked linked, Runnable then) {
        LinkedAccount account = new LinkedAccount(
                linked.device(),
                linked.lid(),
                Bytes.of(linked.identity().encode()),
                linked.platform(),
                linked.businessName(),
                false);
        store(session.device().paired(account), new SessionEvent.Connecting(session.id()), then);
    }

    private void store(LinkedDevice changed, SessionEvent event, Runnable then) {
        session.hold(
                services.store().update(session.token(), changed, event),
                stored -> {
                    session.deviceIs(stored);
                    shown(event);
                    then.run();
                },
                session::storeFailed);
    }

    private void shown(SessionEvent event) {
        if (event instanceof SessionEvent.QrIssued qr) {
            session.pairingWorks();
            services.observer().qr(session.id(), qr.text());
        }
    }

    @Override
    public void startOver() {
        session.startOver();
    }

    @Override
    public void giveUp(String reason) {
        session.hold(
                services.store().report(session.token(), new SessionEvent.Failed(session.id(), reason)),
                reported -> session.stop(),
                session::storeFailed);
    }
}
