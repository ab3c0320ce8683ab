package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.Optional;

/**
 * A working copy of what one unit of work needs: loaded before, changed by the ciphers, written by its owner in one transaction
 * with what was decrypted, or dropped. It neither waits nor reads anything durable. A method of a cipher that throws has changed
 * nothing in it.
 */
public interface SignalStore {
    KeyPair identity();

    int registrationId();

    /** {@link SessionRecord#EMPTY} for a device that we have none with. */
    SessionRecord session(PeerAddress peer);

    void saveSession(PeerAddress peer, SessionRecord record);

    Optional<PublicKey> peerIdentity(PeerAddress peer);

    void savePeerIdentity(PeerAddress peer, PublicKey identity);

    /** Also those that were replaced: messages to them arrive weeks later. */
    Optional<KeyPair> signedPreKey(int id);

    Optional<KeyPair> preKey(int id);

    /** The key has built its session. */
    void removePreKey(int id);

    /** {@link SenderKeyRecord#EMPTY} if there is none. */
    SenderKeyRecord senderKey(SenderKeyName name);

    void saveSenderKey(SenderKeyName name, SenderKeyRecord record);
}
