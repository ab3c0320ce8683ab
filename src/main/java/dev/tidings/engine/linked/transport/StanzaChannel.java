package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Jid;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.transport.Timers.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A connection on which questions get answers, pings are answered and stanzas are acknowledged in one place. All of its methods
 * are called in the session's queue, {@link #sever} alone from anywhere; so is its handler, which hears nothing of a connection
 * that it closed itself.
 */
public final class StanzaChannel {
    /** For questions that need no other. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(StanzaChannel.class);
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final Timers timers;
    private final Randomness randomness;
    private final Handler handler;
    private final NoiseSocket socket;
    private final Requests requests;
    private final Clock clock;
    private Timer keepAlive = () -> {};
    private boolean hasReceived;
    private volatile long lastReceived;

    /** Is told what happens on the connection. */
    public interface Handler {
        /** The handshake is over, and stanzas can be sent. */
        void ready();

        /**
         * What is neither an answer nor a ping.
         *
         * @return whether to acknowledge it now; else the handler calls {@link StanzaChannel#acknowledge} when it has stored
         *     what matters, or never
         */
        boolean stanza(Node stanza);

        /** @param reason a short name for metrics and logs */
        void closed(String reason);
    }

    public StanzaChannel(ChannelEnvironment environment, Handler handler) {
        this.timers = environment.timers();
        this.randomness = environment.randomness();
        this.handler = handler;
        this.clock = environment.clock();
        this.requests = new Requests(timers, randomness);
        this.socket = new NoiseSocket(environment, new SocketListener());
    }

    /** @param payload says to the server who we are and what we want */
    public void open(KeyPair noiseKey, byte[] payload, Bytes routing, Optional<Proxy> proxy) {
        socket.open(noiseKey, payload, routing, proxy);
    }

    public void send(Node stanza) {
        socket.write(stanza);
    }

    /**
     * Asks the server. The answer comes in the session's queue, and certainly comes: {@link Answer.None} when the time is over or
     * the connection ends.
     *
     * @param iq without an id
     */
    public void ask(Node iq, Duration deadline, Consumer<Answer> then) {
        String id = requests.nextId();
        requests.expect(id, deadline, then);
        if (socket.isEnded()) {
            requests.giveUp();
        } else {
            socket.write(iq.with("id", id));
        }
    }

    public void acknowledge(Node stanza) {
        Acknowledgements.of(stanza).ifPresent(socket::write);
    }

    public boolean isOpen() {
        return !socket.isEnded();
    }

    /** When something came last, in milliseconds of the clock; 0 for never. From any thread. */
    public long lastReceived() {
        return lastReceived;
    }

    /** Ends the connection; the handler is not told. */
    public void close() {
        keepAlive.cancel();
        socket.close();
        requests.giveUp();
    }

    /** Ends the connection at once, from any thread. */
    public void sever() {
        socket.sever();
    }

    private void beginKeepAlive() {
        hasReceived = false;
        long random = 1000L * (randomness.bytes(1)[0] & 0xff) / 256;
        Duration pause = IDLE.plus(IDLE.multipliedBy(random).dividedBy(1000));
        keepAlive = timers.after(pause, () -> {
            if (!hasReceived) {
                socket.write(ping().with("id", requests.nextId()));
            }
            if (!socket.isEnded()) {
                beginKeepAlive();
            }
        });
    }

    private static Node ping() {
        return Node.of("iq")
                .with("to", Jid.SERVER)
                .with("type", "get")
                .with("xmlns", "w:p")
                .containing(Node.of("ping"));
    }

    private final class SocketListener implements NoiseSocket.Listener {
        @Override
        public void ready() {
            beginKeepAlive();
            handler.ready();
        }

        @Override
        public void received() {
            hasReceived = true;
            lastReceived = clock.millis();
        }

        @Override
        public void stanza(Node stanza) {
            Optional<Node> pong = Acknowledgements.ofPing(stanza);
            if (pong.isPresent()) {
                socket.write(pong.get());
            } else if (!requests.answer(stanza) && isHandled(stanza)) {
                acknowledge(stanza);
            }
        }

        /** What cannot be read is acknowledged too: else the server would send it for ever. */
        private boolean isHandled(Node stanza) {
            try {
                return handler.stanza(stanza);
            } catch (RuntimeException e) {
                LOG.warnf("A stanza cannot be handled: %s %s", stanza, e.toString());
                return !stanza.tag().equals("message");
            }
        }

        @Override
        public void closed(String reason) {
            keepAlive.cancel();
            requests.giveUp();
            handler.closed(reason);
        }
    }
}
