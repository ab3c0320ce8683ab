package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.CryptoException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Messages between two devices: X3DH and the double ratchet, version 3. Works on a {@link SignalStore}, which must not serve
 * another cipher meanwhile.
 */
public final class SessionCipher {
    private final SignalStore store;
    private final Randomness randomness;

    public SessionCipher(SignalStore store, Randomness randomness) {
        this.store = store;
        this.randomness = randomness;
    }

    /** @param opensSession whether it brings what the receiver needs to build the session ("pkmsg") */
    public record Encrypted(boolean opensSession, Bytes message) {}

    /** @param identityChanged whether the sender has another identity than before: a new phone, or somebody else */
    public record Decrypted(Bytes plain, boolean identityChanged) {}

    /**
     * Builds a session to write in; one that there was is kept to read in.
     *
     * @throws SignalException if the identity did not sign the signed pre-key, or a key is none
     */
    public void start(PeerAddress peer, PreKeyBundle bundle) {
        boolean signed = Xeddsa.verify(
                bundle.identity(),
                bundle.signature().toArray(),
                bundle.signedPreKey().typed());
        if (!signed) {
            throw new SignalException(Reason.INVALID);
        }
        try {
            SessionState state = SessionState.initiate(store.identity(), bundle, randomness);
            store.saveSession(peer, store.session(peer).first(state));
            store.savePeerIdentity(peer, bundle.identity());
        } catch (CryptoException e) {
            throw new SignalException(Reason.INVALID, e);
        }
    }

    /** @throws SignalException without a session */
    public Encrypted encrypt(PeerAddress peer, byte[] plain) {
        SessionRecord record = store.session(peer);
        if (record.isEmpty()) {
            throw new SignalException(Reason.NO_SESSION);
        }
        SessionState state = record.states().get(0);
        PublicKey own = store.identity().publicKey();
        SessionState.Sent sent = state.encrypt(own, plain);
        store.saveSession(peer, record.first(sent.after()));
        Bytes message = sent.message();
        if (state.pending() == null) {
            return new Encrypted(false, message);
        }
        PreKeyMessage opening = new PreKeyMessage(
                state.pending().preKeyId(),
                state.pending().signedPreKeyId(),
                store.registrationId(),
                state.baseKey(),
                own,
                message);
        return new Encrypted(true, Bytes.of(opening.encode()));
    }

    /**
     * Reads a message that may open a session ("pkmsg").
     *
     * @throws SignalException if it cannot be read
     * @throws MalformedException if it is no such message
     */
    public Decrypted decryptOpening(PeerAddress peer, byte[] encoded) {
        PreKeyMessage opening = PreKeyMessage.decode(encoded);
        SignalMessage message = SignalMessage.decode(opening.message().toArray());
        SessionRecord record = store.session(peer);
        Optional<SessionState> built = record.startedBy(opening.baseKey());
        if (built.isPresent() && !built.get().peer().equals(opening.identity())) {
            throw new SignalException(Reason.INVALID);
        }
        SessionState.Read read = read(built.isPresent() ? built.get() : accept(opening), message);
        boolean changed = store.peerIdentity(peer)
                .filter(known -> !known.equals(opening.identity()))
                .isPresent();
        store.saveSession(peer, record.first(read.after()));
        store.savePeerIdentity(peer, opening.identity());
        if (built.isEmpty() && opening.preKeyId() != null) {
            store.removePreKey(opening.preKeyId());
        }
        return new Decrypted(read.plain(), changed);
    }

    /**
     * Reads a message of a session that there is ("msg").
     *
     * @throws SignalException if it cannot be read
     * @throws MalformedException if it is no such message
     */
    public Decrypted decrypt(PeerAddress peer, byte[] encoded) {
        SignalMessage message = SignalMessage.decode(encoded);
        SessionRecord record = store.session(peer);
        SessionState.Read read = read(record, message);
        store.saveSession(peer, record.first(read.after()));
        return new Decrypted(read.plain(), false);
    }

    /** A ratchet key that one session has seen leaves no doubt about which it is; a new one may be of any. */
    private SessionState.Read read(SessionRecord record, SignalMessage message) {
        List<SessionState> knowing = record.states().stream()
                .filter(state -> state.receiving(message.ratchetKey()).isPresent())
                .toList();
        SignalException failure = new SignalException(Reason.NO_SESSION);
        for (SessionState state : knowing.isEmpty() ? record.states() : knowing) {
            try {
                return read(state, message);
            } catch (SignalException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private SessionState.Read read(SessionState state, SignalMessage message) {
        try {
            return state.decrypt(store.identity().publicKey(), message, randomness);
        } catch (CryptoException e) {
            throw new SignalException(Reason.INVALID, e);
        }
    }

    private SessionState accept(PreKeyMessage opening) {
        KeyPair signed =
                store.signedPreKey(opening.signedPreKeyId()).orElseThrow(() -> new SignalException(Reason.NO_PRE_KEY));
        Optional<KeyPair> oneTime = Optional.ofNullable(opening.preKeyId())
                .map(id -> store.preKey(id).orElseThrow(() -> new SignalException(Reason.NO_PRE_KEY)));
        try {
            return SessionState.accept(store.identity(), signed, oneTime, opening);
        } catch (CryptoException e) {
            throw new SignalException(Reason.INVALID, e);
        }
    }
}
