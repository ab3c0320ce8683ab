package dev.tidings.engine.linked;

import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.connection.Endings;
import dev.tidings.engine.linked.store.LinkedDevice;
import dev.tidings.engine.linked.transport.Iq;
import dev.tidings.engine.linked.transport.StanzaChannel;
import dev.tidings.engine.linked.transport.Timers;
import java.time.Duration;

/** Asks WhatsApp to remove this device from the account. Where that fails, the person has to remove it on the phone. */
final class Removal implements StanzaChannel.Handler {
    private static final Duration CONNECTION = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final LinkedSession session;
    private final SessionServices services;
    private final Timers timers;
    private final LinkedDevice device;
    private final Runnable then;
    private StanzaChannel channel;
    private Timers.Timer patience = () -> {};
    private boolean isDone;

    Removal(LinkedSession session, SessionServices services, Timers timers, LinkedDevice device, Runnable then) {
        this.session = session;
        this.services = services;
        this.timers = timers;
        this.device = device;
        this.then = then;
    }

    /** @param open the connection of the session, or null: then one is made for this alone */
    void begin(StanzaChannel open) {
        if (open != null) {
            ask(open);
            return;
        }
        channel = new StanzaChannel(session.environment(), this);
        patience = timers.after(CONNECTION, this::end);
        channel.open(
                device.noise(),
                Payloads.of(device, services.versions().current()),
                dev.tidings.engine.linked.bytes.Bytes.EMPTY,
                session.proxy());
    }

    /** The answer is often the end of the connection, which counts as one. */
    private void ask(StanzaChannel open) {
        Node removal =
                Node.of("remove-companion-device").with("jid", device.jid()).with("reason", "user_initiated");
        open.ask(Iq.set("md", removal), ANSWER, answer -> end());
    }

    private void end() {
        if (!isDone) {
            isDone = true;
            patience.cancel();
            if (channel != null) {
                channel.close();
            }
            then.run();
        }
    }

    @Override
    public void ready() {}

    @Override
    public boolean stanza(Node stanza) {
        if (stanza.tag().equals("success")) {
            ask(channel);
        } else if (Endings.of(stanza).isPresent()) {
            end();
        }
        return false;
    }

    @Override
    public void closed(String reason) {
        end();
    }
}
