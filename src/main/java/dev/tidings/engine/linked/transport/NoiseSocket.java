package dev.tidings.engine.linked.transport;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.codec.Stanzas;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.noise.CipherState;
import dev.tidings.engine.linked.noise.FrameDecoder;
import dev.tidings.engine.linked.noise.Frames;
import dev.tidings.engine.linked.noise.NoiseException;
import dev.tidings.engine.linked.noise.NoiseHandshake;
import dev.tidings.engine.linked.transport.Timers.Timer;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One connection to WhatsApp, from the dialling to its end: the handshake, then stanzas in both directions. All of its methods
 * are called in the session's queue, as is its listener; {@link #sever} alone may be called from anywhere.
 */
final class NoiseSocket {
    private static final Logger LOG = Logger.getLogger(NoiseSocket.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(20);

    /** The longest silence after we have asked something. */
    static final Duration SILENCE = Duration.ofSeconds(20);

    private final ChannelEnvironment environment;
    private final Listener listener;
    private final FrameDecoder decoder = new FrameDecoder();
    private NoiseHandshake handshake;
    private byte[] payload;
    private volatile Wire wire;
    private volatile boolean isEnded;
    private CipherState writer;
    private CipherState reader;
    private Timer handshakeTimer = () -> {};
    private Timer watchdog;

    /** Is told what happens, in the session's queue; nothing after {@link #closed}. */
    interface Listener {
        void ready();

        void received();

        void stanza(Node stanza);

        void closed(String reason);
    }

    NoiseSocket(ChannelEnvironment environment, Listener listener) {
        this.environment = environment;
        this.listener = listener;
    }

    /** @param payload says to the server who we are and what we want */
    void open(KeyPair noiseKey, byte[] payload, Bytes routing, Optional<Proxy> proxy) {
        this.payload = payload;
        handshake = new NoiseHandshake(noiseKey, environment.check(), environment.randomness());
        handshakeTimer = environment.timers().after(HANDSHAKE.plus(VertxDialer.TIMEOUT), () -> end("no_answer"));
        environment.dialer().dial(routing, proxy, new Wire.Listener() {
            @Override
            public void opened(Wire opened) {
                environment.queue().execute(() -> begin(opened, routing));
            }

            @Override
            public void received(byte[] piece, Runnable consumed) {
                environment.queue().execute(() -> {
                    take(piece);
                    consumed.run();
                });
            }

            @Override
            public void closed(String reason) {
                environment.queue().execute(() -> end(reason));
            }
        });
    }

    private void begin(Wire opened, Bytes routing) {
        wire = opened;
        if (isEnded) {
            opened.close();
            return;
        }
        handshakeTimer.cancel();
        handshakeTimer = environment.timers().after(HANDSHAKE, () -> end("no_answer"));
        put(Bytes.concat(Frames.prologue(routing.toArray()), Frames.frame(handshake.clientHello())));
    }

    private void take(byte[] piece) {
        if (isEnded) {
            return;
        }
        stopWatchdog();
        listener.received();
        try {
            for (byte[] frame : decoder.feed(piece)) {
                frame(frame);
            }
        } catch (NoiseException e) {
            // certificates depend on the time: it is in the message, for a host whose clock is wrong
            LOG.warnf(
                    "A connection to WhatsApp is given up at %s: %s",
                    environment.clock().instant(), e.getMessage());
            end(writer == null ? "handshake_failed" : "out_of_step");
        } catch (MalformedException e) {
            end("malformed_stanza");
        }
    }

    private void frame(byte[] frame) {
        if (isEnded) {
            return;
        }
        if (writer != null) {
            listener.stanza(Stanzas.decode(reader.decrypt(frame)));
            return;
        }
        byte[] finish =
                handshake.clientFinish(frame, payload, environment.clock().instant());
        handshakeTimer.cancel();
        writer = handshake.writer();
        reader = handshake.reader();
        put(Frames.frame(finish));
        if (!isEnded) {
            listener.ready();
        }
    }

    /** Once {@link Listener#ready} was called; without effect on a connection that has ended. */
    void write(Node stanza) {
        if (isEnded || writer == null) {
            return;
        }
        if (!environment.mayWrite().getAsBoolean()) {
            end("not_owner");
            return;
        }
        put(Frames.frame(writer.encrypt(Stanzas.encode(stanza))));
        if (watchdog == null && isQuestion(stanza)) {
            watchdog = environment.timers().after(SILENCE, () -> end("silent"));
        }
    }

    /** Nothing comes back for acknowledgements and answers; the regular ping is a question. */
    private static boolean isQuestion(Node stanza) {
        String type = stanza.attribute("type").orElse("");
        return stanza.tag().equals("iq") && (type.equals("get") || type.equals("set"));
    }

    private void put(byte[] bytes) {
        if (!environment.mayWrite().getAsBoolean()) {
            end("not_owner");
        } else if (!isEnded) {
            wire.write(bytes);
        }
    }

    private void stopWatchdog() {
        if (watchdog != null) {
            watchdog.cancel();
            watchdog = null;
        }
    }

    boolean isEnded() {
        return isEnded;
    }

    /** Without a word to the listener. */
    void close() {
        isEnded = true;
        stopWatchdog();
        handshakeTimer.cancel();
        sever();
    }

    private void end(String reason) {
        if (!isEnded) {
            close();
            listener.closed(reason);
        }
    }

    /** Ends the connection at once, from any thread: nothing is written any more. The listener is told by the queue. */
    void sever() {
        Wire open = wire;
        if (open != null) {
            open.close();
        }
    }
}
