package dev.tidings.engine.linked.fake;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.codec.Node;
import dev.tidings.engine.linked.codec.Stanzas;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.noise.CertificateCheck;
import dev.tidings.engine.linked.noise.FrameDecoder;
import dev.tidings.engine.linked.noise.Frames;
import dev.tidings.engine.linked.noise.NoiseHandshake;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A connection of a client that does nothing by itself, to hold the server to account. */
final class ClientSocket implements WebSocket.Listener {
    private static final byte[] CLOSED = {};
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final FrameDecoder frames = new FrameDecoder();
    private final WebSocket socket;
    private NoiseHandshake noise;

    ClientSocket(HttpClient http, String url, String origin) {
        socket = http.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create(url), this)
                .join();
    }

    static ClientSocket connect(HttpClient http, String url) {
        return new ClientSocket(http, url, "https://web.whatsapp.com");
    }

    /** Ends as if the server had accepted; what it says about the payload comes as a stanza. */
    ClientSocket login(KeyPair noiseKey, String rootKey, byte[] payload, Randomness randomness, Bytes routing) {
        PublicKey root = PublicKey.ofRaw(HexFormat.of().parseHex(rootKey));
        NoiseHandshake handshake = new NoiseHandshake(noiseKey, new CertificateCheck(root), randomness);
        write(Bytes.concat(Frames.prologue(routing.toArray()), Frames.frame(handshake.clientHello())));
        byte[] finish = handshake.clientFinish(take(), payload, Instant.now());
        write(Frames.frame(finish));
        noise = handshake;
        return this;
    }

    void send(Node node) {
        write(Frames.frame(noise.writer().encrypt(Stanzas.encode(node))));
    }

    void write(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next stanza, or null once the server has closed. */
    Node next() {
        byte[] frame = take();
        return frame == CLOSED ? null : Stanzas.decode(noise.reader().decrypt(frame));
    }

    /** The next stanza that fits; those before it are dropped. */
    Node next(Predicate<Node> wanted) {
        for (Node node = next(); node != null; node = next()) {
            if (wanted.test(node)) {
                return node;
            }
        }
        throw new IllegalStateException("the connection ended before such a stanza came");
    }

    Node next(String tag) {
        return next(node -> node.tag().equals(tag));
    }

    /** All that comes until the server closes. */
    void awaitEnd() {
        while (take() != CLOSED) {
            // Dropped, but counted by the cipher only when read: the connection is over.
        }
    }

    void close() {
        socket.abort();
    }

    private byte[] take() {
        try {
            byte[] frame = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new IllegalStateException("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        message.writeBytes(piece);
        if (last) {
            arrived.addAll(frames.feed(message.toByteArray()));
            message.reset();
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        arrived.add(CLOSED);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable problem) {
        arrived.add(CLOSED);
    }
}
