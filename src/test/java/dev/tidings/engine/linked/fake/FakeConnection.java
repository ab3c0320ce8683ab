package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.codec.Stanzas;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.noise.Frames;
import dev.tidings.engine.linked.noise.NoiseException;
import io.vertx.core.http.ServerWebSocket;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** One connection of one client, from the first byte to the last. What it is told to do, it does before the call returns. */
public final class FakeConnection {
    private static final Duration LINGER = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final World world;
    private final long number;
    private final String path;
    private final Wire wire;
    private final Outbox outbox = new Outbox(this::write);
    private final Inbound inbound;
    private final List<Frame> frames = new ArrayList<>();
    private final Pings pings;
    private LoginPayload payload;
    private Stage stage;
    private boolean deflating;
    private boolean over;
    private long ids;

    FakeConnection(World world, long number, String path, ServerWebSocket socket) {
        this.world = world;
        this.number = number;
        this.path = path;
        this.wire = new Wire(socket, world.clock);
        this.inbound = new Inbound(world.handshake(), new Receiver());
        this.pings = new Pings(world, this);
        wire.delay(world.script.connectionDelay());
        socket.binaryMessageHandler(message -> onBytes(message.getBytes()));
        socket.textMessageHandler(text -> world.violation(Violation.Kind.PROTOCOL, who(), "a text message"));
        socket.closeHandler(nothing -> onClose());
        socket.exceptionHandler(problem -> {});
    }

    /** Counted over all connections to the server, from 1. */
    public long number() {
        return number;
    }

    /** What the client asked for when it connected, with the query. */
    public String path() {
        return path;
    }

    /** The hint where the client was last, empty if it had none. */
    public Bytes routing() {
        return world.loop.call(inbound::routing);
    }

    /** Null before the handshake is done. */
    public LoginPayload payload() {
        return world.loop.call(() -> payload);
    }

    public boolean isOpen() {
        return world.loop.call(() -> inbound.isDone() && !over);
    }

    /** All stanzas so far, in both directions, in their order. */
    public List<Frame> frames() {
        return world.loop.call(() -> List.copyOf(frames));
    }

    /** The stanzas of the client so far. */
    public List<Node> received() {
        return world.loop.call(() -> frames.stream()
                .filter(frame -> frame.direction() == Frame.Direction.FROM_CLIENT)
                .map(Frame::node)
                .toList());
    }

    /** Sends any stanza, known to the protocol or not. */
    public void send(Node node) {
        world.loop.run(() -> {
            if (inbound.isDone() && !over) {
                outbox.send(node);
            }
        });
    }

    /** Sends a frame that decrypts to these bytes. */
    public void sendRaw(byte[] stanza) {
        world.loop.run(() -> wire.write(Frames.frame(inbound.encrypt(stanza))));
    }

    /** Sends bytes that are no frame of this connection: the client cannot decrypt what follows. */
    public void sendGarbage(byte[] bytes) {
        world.loop.run(() -> wire.write(bytes));
    }

    /** Sends a stream error with this code, as 515, 516, 429 or 503, and ends the stream. */
    public void streamError(int code) {
        end(Say.streamError(code));
    }

    /** Sends {@code <stream:error>} around this, and ends the stream. */
    public void streamError(Node child) {
        end(Say.streamError(child));
    }

    /** The same device has logged in elsewhere. */
    public void replaced() {
        end(Say.streamError(Say.conflict("replaced")));
    }

    /** The phone has removed the device. */
    public void removed() {
        end(Say.streamError(401, Say.conflict("device_removed")));
    }

    /** Ends the stream as the server does from time to time, without an error. */
    public void recycle() {
        end();
    }

    /** The server asks whether the client lives, and cuts the connection after 20 s without an answer. */
    public void ping() {
        world.loop.run(() -> pings.ask(nextId()));
    }

    /** As {@link #ping()}, without an id, as the server does at times. */
    public void pingWithoutId() {
        world.loop.run(() -> pings.ask(null));
    }

    /** From now on each WebSocket message holds so many bytes at most, wherever frames begin and end. */
    public void pieces(int bytes) {
        world.loop.run(() -> wire.piece(bytes));
    }

    /** From now on WebSocket messages come in fragments of so many bytes. */
    public void fragments(int bytes) {
        world.loop.run(() -> wire.fragment(bytes));
    }

    /** From now on stanzas are deflated. */
    public void deflate() {
        world.loop.run(() -> deflating = true);
    }

    /** From now on everything comes so much later, by the server's clock. */
    public void delay(Duration by) {
        world.loop.run(() -> wire.delay(by));
    }

    /** The next stanza is sent twice. */
    public void duplicateNext() {
        world.loop.run(outbox::duplicateNext);
    }

    /** The next stanza is sent after the one that follows it. */
    public void swapNext() {
        world.loop.run(outbox::swapNext);
    }

    /** Cuts the connection after so many bytes more, which may lie within a frame or its length. */
    public void cutAfter(int bytes) {
        world.loop.run(() -> wire.cutAfter(bytes));
    }

    /** Cuts the connection now. */
    public void cut() {
        world.loop.run(wire::cut);
    }

    /** From now on nothing comes and nothing is read, while the connection stays open. */
    public void freeze() {
        world.loop.run(wire::freeze);
    }

    /** Closes the WebSocket, without a word of the protocol's. */
    public void close() {
        world.loop.run(wire::close);
    }

    /** The device has another connection now. This one is told so, and read a while longer, to see whether it keeps silent. */
    void superseded() {
        send(Say.streamError(Say.conflict("replaced")));
        send(Node.of("xmlstreamend"));
        world.clock.after(LINGER, wire::close);
    }

    /** Says this and nothing more. The client has a moment to hang up first, as those do that are told why. */
    void end(Node... last) {
        world.loop.run(() -> {
            for (Node node : last) {
                send(node);
            }
            send(Node.of("xmlstreamend"));
            over();
            world.clock.after(FAREWELL, wire::close);
        });
    }

    String nextId() {
        return world.loop.call(() -> number + "-" + ++ids);
    }

    /** For reports: whose connection this is. */
    String who() {
        return stage == null ? "connection " + number : stage + " on connection " + number;
    }

    private void onBytes(byte[] bytes) {
        try {
            inbound.feed(bytes);
        } catch (MalformedException | NoiseException | CryptoException e) {
            world.violation(Violation.Kind.PROTOCOL, who(), "bytes that make no sense: " + e.getMessage());
            end(Say.streamError(Node.of("xml-not-well-formed")));
        }
    }

    private void onClose() {
        world.owners.left(this);
        over();
    }

    private void over() {
        if (!over) {
            over = true;
            pings.close();
            if (stage != null) {
                stage.onClose();
            }
        }
    }

    private void record(Frame.Direction direction, Node node) {
        Frame frame = new Frame(world.clock.instant(), direction, node);
        if (world.script.isRecording()) {
            frames.add(frame);
        }
        world.script.tell(this, frame);
    }

    private void write(Node node) {
        record(Frame.Direction.TO_CLIENT, node);
        byte[] stanza = Stanzas.encode(node);
        wire.write(Frames.frame(inbound.encrypt(deflating ? deflated(stanza) : stanza)));
    }

    private static byte[] deflated(byte[] stanza) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(2);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(stanza, 1, stanza.length - 1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What came, once it makes sense. */
    private final class Receiver implements Inbound.Receiver {
        @Override
        public boolean onStart(Bytes routing) {
            boolean refused = routing.size() > 0 && world.script.refusesHint();
            if (refused) {
                wire.cut();
            }
            return !refused;
        }

        @Override
        public void onHello(byte[] answer) {
            if (!world.script.isMute()) {
                wire.write(Frames.frame(answer));
            }
        }

        @Override
        public void onLogin(LoginPayload said) {
            payload = said;
            world.owners.arrived(inbound.key(), FakeConnection.this);
            stage = world.gate.admit(FakeConnection.this, payload, inbound.key());
            if (over && stage != null) {
                // Somebody who listens has ended it within the first words.
                stage.onClose();
            }
        }

        @Override
        public void onStanza(Node stanza) {
            record(Frame.Direction.FROM_CLIENT, stanza);
            pings.heard(stanza);
            boolean owner = world.owners.mayWrite(inbound.key(), FakeConnection.this, stanza.tag());
            if (owner && stage != null && !over) {
                stage.onStanza(stanza);
            }
        }
    }
}
