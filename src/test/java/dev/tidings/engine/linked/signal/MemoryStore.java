package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps records as bytes, as every store does, so that each test is one of their form too. */
final class MemoryStore implements SignalStore {
    final Map<Integer, KeyPair> signedPreKeys = new HashMap<>();
    final Map<Integer, KeyPair> preKeys = new HashMap<>();
    final Map<PeerAddress, PublicKey> identities = new HashMap<>();
    final Map<PeerAddress, byte[]> sessions = new HashMap<>();
    final Map<SenderKeyName, byte[]> senderKeys = new HashMap<>();
    private final KeyPair identity;
    private final int registrationId;

    MemoryStore(KeyPair identity, int registrationId) {
        this.identity = identity;
        this.registrationId = registrationId;
    }

    @Override
    public KeyPair identity() {
        return identity;
    }

    @Override
    public int registrationId() {
        return registrationId;
    }

    @Override
    public SessionRecord session(PeerAddress peer) {
        byte[] stored = sessions.get(peer);
        return stored == null ? SessionRecord.EMPTY : SessionRecord.decode(stored);
    }

    @Override
    public void saveSession(PeerAddress peer, SessionRecord record) {
        sessions.put(peer, record.encode());
    }

    @Override
    public Optional<PublicKey> peerIdentity(PeerAddress peer) {
        return Optional.ofNullable(identities.get(peer));
    }

    @Override
    public void savePeerIdentity(PeerAddress peer, PublicKey known) {
        identities.put(peer, known);
    }

    @Override
    public Optional<KeyPair> signedPreKey(int id) {
        return Optional.ofNullable(signedPreKeys.get(id));
    }

    @Override
    public Optional<KeyPair> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public void removePreKey(int id) {
        preKeys.remove(id);
    }

    @Override
    public SenderKeyRecord senderKey(SenderKeyName name) {
        byte[] stored = senderKeys.get(name);
        return stored == null ? SenderKeyRecord.EMPTY : SenderKeyRecord.decode(stored);
    }

    @Override
    public void saveSenderKey(SenderKeyName name, SenderKeyRecord record) {
        senderKeys.put(name, record.encode());
    }
}
