package dev.tidings.engine.linked.noise;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.time.Duration;
import java.time.Instant;

/** The server's side of a handshake, with certificates that a test can make wrong. */
public final class Server {
    public final KeyPair root;
    public final KeyPair intermediate;
    public final KeyPair key;
    final Chain chain;
    private final KeyPair ephemeral;
    private final Randomness randomness;
    private final SymmetricState state = new SymmetricState("Noise_XX_25519_AESGCM_SHA256", Frames.HEADER);
    private PublicKey clientKey;
    private byte[] certificates;

    public Server(Randomness randomness, Instant now) {
        this(Authority.create(randomness), randomness, now);
    }

    public Server(Authority authority, Randomness randomness, Instant now) {
        this.randomness = randomness;
        root = authority.root();
        intermediate = authority.intermediate();
        key = authority.server();
        ephemeral = KeyPair.generate(randomness);
        chain = new Chain(now.getEpochSecond());
    }

    /** The chain as it would be shown if it were good for so long, so that a server with many clients signs it once. */
    public byte[] certificates(Duration validity) {
        chain.intermediateTo += validity.toSeconds();
        chain.leafTo += validity.toSeconds();
        return chain.encode();
    }

    /** Shows these instead of a chain of its own. */
    public Server showing(byte[] certificates) {
        this.certificates = certificates.clone();
        return this;
    }

    public byte[] serverHello(byte[] clientHello) {
        PublicKey client = PublicKey.ofRaw(
                HandshakeMessage.decode(clientHello).clientHello().ephemeral().toArray());
        state.mixHash(client.raw());
        state.mixHash(ephemeral.publicKey().raw());
        state.mixKey(ephemeral.agree(client));
        Bytes encryptedKey = Bytes.of(state.encrypt(key.publicKey().raw()));
        state.mixKey(key.agree(client));
        Bytes payload = Bytes.of(state.encrypt(certificates == null ? chain.encode() : certificates));
        return new HandshakeMessage(
                        null,
                        new HandshakeMessage.Hello(
                                Bytes.of(ephemeral.publicKey().raw()), encryptedKey, payload),
                        null)
                .encode();
    }

    /** The client's payload; afterwards {@link #reader} and {@link #writer} work. */
    public byte[] accept(byte[] clientFinish) {
        HandshakeMessage.Finish finish = HandshakeMessage.decode(clientFinish).clientFinish();
        clientKey = PublicKey.ofRaw(state.decrypt(finish.encryptedStatic()));
        state.mixKey(ephemeral.agree(clientKey));
        return state.decrypt(finish.payload());
    }

    public PublicKey clientKey() {
        return clientKey;
    }

    public CipherState reader() {
        return new CipherState(state.split()[0]);
    }

    public CipherState writer() {
        return new CipherState(state.split()[1]);
    }

    /** Right as it is made; tests change a part. */
    final class Chain {
        Long intermediateSerial = 2L;
        Long intermediateIssuer = 0L;
        byte[] intermediateKey = intermediate.publicKey().raw();
        KeyPair intermediateSigner = root;
        byte[] intermediateSignature;
        Long leafSerial = 3L;
        Long leafIssuer = 2L;
        byte[] leafKey = key.publicKey().raw();
        KeyPair leafSigner = intermediate;
        byte[] leafSignature;
        boolean withIntermediate = true;
        boolean withLeaf = true;
        long intermediateFrom;
        long intermediateTo;
        long leafFrom;
        long leafTo;

        Chain(long now) {
            intermediateFrom = now - 1000;
            intermediateTo = now + 1000;
            leafFrom = now - 1000;
            leafTo = now + 1000;
        }

        byte[] encode() {
            byte[] leaf = details(leafSerial, leafIssuer, leafKey, leafFrom, leafTo);
            byte[] upper =
                    details(intermediateSerial, intermediateIssuer, intermediateKey, intermediateFrom, intermediateTo);
            return new ProtoWriter()
                    .message(1, withLeaf ? signed(leaf, leafSigner, leafSignature) : null)
                    .message(2, withIntermediate ? signed(upper, intermediateSigner, intermediateSignature) : null)
                    .toArray();
        }

        private static byte[] details(Long serial, Long issuer, byte[] key, long from, long to) {
            return new ProtoWriter()
                    .uint64(1, serial)
                    .uint64(2, issuer)
                    .bytes(3, key)
                    .uint64(4, from)
                    .uint64(5, to)
                    .toArray();
        }

        private ProtoWriter signed(byte[] details, KeyPair signer, byte[] signature) {
            byte[] written = signature == null ? signer.sign(randomness, details) : signature;
            return new ProtoWriter().bytes(1, details).bytes(2, written);
        }
    }
}
