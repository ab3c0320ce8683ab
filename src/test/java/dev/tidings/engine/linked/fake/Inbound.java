package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.codec.Stanzas;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.noise.CipherState;
import dev.tidings.engine.linked.noise.FrameDecoder;
import dev.tidings.engine.linked.noise.Server;

/** Makes sense of a client's bytes: the start of the stream, the handshake, then stanzas. On the loop alone. */
final class Inbound {
    private enum Step {
        START,
        HELLO,
        FINISH,
        DONE
    }

    private final Server noise;
    private final Receiver receiver;
    private final StreamStart start = new StreamStart();
    private final FrameDecoder decoder = new FrameDecoder();
    private Step step = Step.START;
    private CipherState reader;
    private CipherState writer;

    /** Who is told, in this order. */
    interface Receiver {
        /** @return whether to go on */
        boolean onStart(Bytes routing);

        void onHello(byte[] answer);

        void onLogin(LoginPayload payload);

        void onStanza(Node stanza);
    }

    Inbound(Server noise, Receiver receiver) {
        this.noise = noise;
        this.receiver = receiver;
    }

    /** Empty if the client had no hint where it was last. */
    Bytes routing() {
        return start.routing();
    }

    /** Whether the handshake is behind us. */
    boolean isDone() {
        return step == Step.DONE;
    }

    /** The client's key of the handshake. */
    PublicKey key() {
        return noise.clientKey();
    }

    byte[] encrypt(byte[] stanza) {
        return writer.encrypt(stanza);
    }

    /** Throws one of the engine's exceptions for what makes no sense. */
    void feed(byte[] bytes) {
        byte[] rest = bytes;
        if (step == Step.START) {
            rest = start.feed(bytes);
            if (rest == null) {
                return;
            }
            step = Step.HELLO;
            if (!receiver.onStart(start.routing())) {
                return;
            }
        }
        for (byte[] frame : decoder.feed(rest)) {
            onFrame(frame);
        }
    }

    private void onFrame(byte[] frame) {
        switch (step) {
            case HELLO -> {
                step = Step.FINISH;
                receiver.onHello(answer(frame));
            }
            case FINISH -> {
                byte[] payload = accepted(frame);
                reader = noise.reader();
                writer = noise.writer();
                step = Step.DONE;
                receiver.onLogin(LoginPayload.read(payload));
            }
            default -> receiver.onStanza(Stanzas.decode(reader.decrypt(frame)));
        }
    }

    private byte[] answer(byte[] hello) {
        try {
            return noise.serverHello(hello);
        } catch (NullPointerException e) {
            throw new MalformedException("a first message of the handshake without its parts");
        }
    }

    private byte[] accepted(byte[] finish) {
        try {
            return noise.accept(finish);
        } catch (NullPointerException e) {
            throw new MalformedException("a last message of the handshake without its parts");
        }
    }
}
