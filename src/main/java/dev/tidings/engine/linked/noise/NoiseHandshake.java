package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.time.Instant;

/**
 * The client's side of one Noise XX handshake: {@link #clientHello} goes out, the answer goes into {@link #clientFinish}, whose
 * result goes out, then {@link #writer} and {@link #reader} serve the connection. Any failure ends it for good.
 *
 * <p>Of the three patterns that the server knows this one always works, for a first connection and for a return. The one that
 * returns faster (IK) saves a round trip and sends the login before the server has proved itself fresh.
 */
public final class NoiseHandshake {
    private static final String PROTOCOL = "Noise_XX_25519_AESGCM_SHA256";

    private final KeyPair noiseKey;
    private final KeyPair ephemeral;
    private final CertificateCheck check;
    private final SymmetricState state;
    private Step step = Step.START;
    private CipherState writer;
    private CipherState reader;

    /** @param noiseKey the device's own, the same for life */
    public NoiseHandshake(KeyPair noiseKey, CertificateCheck check, Randomness randomness) {
        this.noiseKey = noiseKey;
        this.ephemeral = KeyPair.generate(randomness);
        this.check = check;
        this.state = new SymmetricState(PROTOCOL, Frames.HEADER);
    }

    public byte[] clientHello() {
        advance(Step.START, Step.HELLO);
        byte[] key = ephemeral.publicKey().raw();
        state.mixHash(key);
        return new HandshakeMessage(new HandshakeMessage.Hello(Bytes.of(key), null, null), null, null).encode();
    }

    /**
     * Takes the server's answer and gives what proves our own key.
     *
     * @param clientPayload who we are and what we want, encrypted to the server
     * @param now for the validity of the server's certificates
     * @throws NoiseException if the server cannot prove that it is WhatsApp's
     */
    public byte[] clientFinish(byte[] serverHello, byte[] clientPayload, Instant now) {
        advance(Step.HELLO, Step.FAILED);
        PublicKey serverEphemeral;
        try {
            HandshakeMessage.Hello hello = hello(serverHello);
            serverEphemeral = PublicKey.ofRaw(hello.ephemeral().toArray());
            state.mixHash(serverEphemeral.raw());
            state.mixKey(ephemeral.agree(serverEphemeral));
            PublicKey serverKey = PublicKey.ofRaw(state.decrypt(hello.encryptedStatic()));
            state.mixKey(ephemeral.agree(serverKey));
            check.require(state.decrypt(hello.payload()), serverKey, now);
        } catch (MalformedException | CryptoException e) {
            throw new NoiseException("the server's part of the handshake does not hold", e);
        }
        return finish(serverEphemeral, clientPayload);
    }

    private byte[] finish(PublicKey serverEphemeral, byte[] clientPayload) {
        Bytes encryptedStatic = Bytes.of(state.encrypt(noiseKey.publicKey().raw()));
        state.mixKey(noiseKey.agree(serverEphemeral));
        Bytes payload = Bytes.of(state.encrypt(clientPayload));
        byte[][] keys = state.split();
        writer = new CipherState(keys[0]);
        reader = new CipherState(keys[1]);
        advance(Step.FAILED, Step.DONE);
        return new HandshakeMessage(null, null, new HandshakeMessage.Finish(encryptedStatic, payload)).encode();
    }

    /** What we send, after {@link #clientFinish}. */
    public CipherState writer() {
        require(Step.DONE);
        return writer;
    }

    /** What the server sends, after {@link #clientFinish}. */
    public CipherState reader() {
        require(Step.DONE);
        return reader;
    }

    byte[] hash() {
        return state.hash();
    }

    private static HandshakeMessage.Hello hello(byte[] message) {
        HandshakeMessage.Hello hello = HandshakeMessage.decode(message).serverHello();
        if (hello == null || hello.ephemeral() == null || hello.encryptedStatic() == null || hello.payload() == null) {
            throw new MalformedException("the server's hello has three parts");
        }
        return hello;
    }

    private void advance(Step from, Step to) {
        require(from);
        step = to;
    }

    private void require(Step expected) {
        if (step != expected) {
            throw new IllegalStateException("a handshake is at " + step + " and cannot go on as if at " + expected);
        }
    }

    @Override
    public String toString() {
        return "NoiseHandshake[" + step + "]";
    }

    private enum Step {
        START,
        HELLO,
        /** Also while the server's hello is checked, so that a failure cannot be tried again. */
        FAILED,
        DONE
    }
}
