package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Aes;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.Hkdf;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoReader;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages to groups: a sender gives its chain to each device in a session, then encrypts each message once for all. Works on a
 * {@link SignalStore}, which must not serve another cipher meanwhile.
 */
public final class GroupCipher {
    /** Some senders skip every other message, and phones that were away come back far ahead. */
    static final int MAX_AHEAD = 20_000;

    private final SignalStore store;
    private final Randomness randomness;

    public GroupCipher(SignalStore store, Randomness randomness) {
        this.store = store;
        this.randomness = randomness;
    }

    /** Our chain from here on, which is made if there is none, for a device that cannot read us yet. */
    public byte[] distribution(SenderKeyName own) {
        SenderKeyState state = own(own).orElseGet(this::fresh);
        store.saveSenderKey(own, store.senderKey(own).first(state));
        return Wire.versioned(new ProtoWriter()
                .int32(1, state.id())
                .int32(2, state.chain().next().counter())
                .bytes(3, state.chain().next().key())
                .bytes(4, state.signer().typed())
                .toArray());
    }

    /**
     * Takes another device's chain. One that is known already is left where it is: going back would read messages twice.
     *
     * @throws MalformedException if it is no such message
     */
    public void accept(SenderKeyName sender, byte[] distribution) {
        SenderKeyState offered = state(distribution);
        SenderKeyRecord record = store.senderKey(sender);
        Optional<SenderKeyState> known = record.byId(offered.id())
                .filter(state -> state.signer().equals(offered.signer()))
                .filter(state -> offered.chain().next().counter()
                                - (long) state.chain().next().counter()
                        <= MAX_AHEAD);
        if (known.isEmpty()) {
            store.saveSenderKey(sender, record.first(offered));
        }
    }

    /** @throws SignalException without a chain of ours: {@link #distribution} comes first */
    public Bytes encrypt(SenderKeyName own, byte[] plain) {
        SenderKeyState state = own(own).orElseThrow(() -> new SignalException(Reason.NO_SESSION));
        ChainKey chain = state.chain().next();
        byte[] keys = keys(chain.seed());
        byte[] encrypted = Aes.cbcEncrypt(cipherKey(keys), iv(keys), plain);
        byte[] message = SenderKeyMessage.encode(state.id(), chain.counter(), encrypted);
        byte[] signature = state.signing().sign(randomness, message);
        store.saveSenderKey(own, store.senderKey(own).updated(state.with(KeyChain.of(chain.next()))));
        return Bytes.of(Bytes.concat(message, signature));
    }

    /**
     * @throws SignalException if it cannot be read
     * @throws MalformedException if it is no such message
     */
    public Bytes decrypt(SenderKeyName sender, byte[] encoded) {
        SenderKeyMessage message = SenderKeyMessage.decode(encoded);
        SenderKeyRecord record = store.senderKey(sender);
        SenderKeyState state = record.byId(message.id()).orElseThrow(() -> new SignalException(Reason.NO_SESSION));
        if (!Xeddsa.verify(
                state.signer(), message.signature().toArray(), message.signed().toArray())) {
            throw new SignalException(Reason.INVALID);
        }
        KeyChain.Taken taken = state.chain().take(message.iteration(), MAX_AHEAD);
        byte[] keys = keys(taken.seed());
        byte[] plain = open(keys, message.ciphertext());
        store.saveSenderKey(sender, record.updated(state.with(taken.rest())));
        return Bytes.of(plain);
    }

    private Optional<SenderKeyState> own(SenderKeyName own) {
        return store.senderKey(own).newest().filter(state -> state.signing() != null);
    }

    private SenderKeyState fresh() {
        int id = 0;
        while (id == 0) {
            id = ByteBuffer.wrap(randomness.bytes(4)).getInt() & Integer.MAX_VALUE;
        }
        ChainKey chain = new ChainKey(Bytes.of(randomness.bytes(32)), 0);
        KeyPair signing = KeyPair.generate(randomness);
        return new SenderKeyState(id, KeyChain.of(chain), signing.publicKey(), signing);
    }

    private static SenderKeyState state(byte[] distribution) {
        Integer id = null;
        Long iteration = null;
        Bytes key = null;
        PublicKey signer = null;
        ProtoReader in = new ProtoReader(Wire.protobuf(distribution, 0));
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.int32();
                case 2 -> iteration = in.uint32();
                case 3 -> key = in.bytes();
                case 4 -> signer = Wire.key(in.bytes());
                default -> {}
            }
        }
        if (Wire.require(key).size() != 32 || Wire.require(iteration) > Integer.MAX_VALUE) {
            throw new MalformedException("a sender key has 32 bytes and a counter below 2^31");
        }
        ChainKey chain = new ChainKey(key, iteration.intValue());
        return new SenderKeyState(Wire.require(id), KeyChain.of(chain), Wire.require(signer), null);
    }

    private static byte[] open(byte[] keys, Bytes encrypted) {
        try {
            return Aes.cbcDecrypt(cipherKey(keys), iv(keys), encrypted.toArray());
        } catch (CryptoException e) {
            throw new SignalException(Reason.INVALID, e);
        }
    }

    /** Unlike in a session the vector comes first; what vouches for the message is its signature. */
    private static byte[] keys(Bytes seed) {
        return Hkdf.derive(seed.toArray(), "WhisperGroup", 48);
    }

    private static byte[] iv(byte[] keys) {
        return Arrays.copyOf(keys, 16);
    }

    private static byte[] cipherKey(byte[] keys) {
        return Arrays.copyOfRange(keys, 16, 48);
    }
}
