package dev.tidings.engine.linked.signal;

import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One double ratchet with a device. Immutable: what encrypts or decrypts gives the state after it, so a message that turns out
 * to be wrong has changed nothing.
 *
 * @param peer identity of the other side
 * @param ratchet our newest ratchet key; at first, for who was written to, its signed pre-key
 * @param sending null until the first message was read, for who was written to
 * @param previousCounter of the last message in our chain before {@code sending}
 * @param receiving the other side's chains, newest last, {@link #MAX_CHAINS} at most
 * @param pending null once the other side has shown that it built the session
 * @param baseKey of who started the session; names it
 * @param registrationId of the other side
 */
record SessionState(
        PublicKey peer,
        Bytes rootKey,
        KeyPair ratchet,
        ChainKey sending,
        int previousCounter,
        List<Receiving> receiving,
        Pending pending,
        PublicKey baseKey,
        int registrationId) {
    static final int MAX_CHAINS = 5;
    static final int MAX_AHEAD = 2000;

    SessionState {
        receiving = List.copyOf(receiving);
    }

    record Receiving(PublicKey ratchetKey, KeyChain chain) {}

    /** @param preKeyId null if there was none */
    record Pending(Integer preKeyId, int signedPreKeyId) {}

    record Sent(SessionState after, Bytes message) {}

    record Read(SessionState after, Bytes plain) {}

    static SessionState initiate(KeyPair identity, PreKeyBundle bundle, Randomness randomness) {
        KeyPair base = KeyPair.generate(randomness);
        KeyPair ratchet = KeyPair.generate(randomness);
        RootKey root = RootKey.initiate(identity, base, bundle).ratchet(ratchet, bundle.signedPreKey());
        Integer preKeyId = bundle.oneTime().map(PreKeyBundle.OneTime::id).orElse(null);
        return new SessionState(
                bundle.identity(),
                root.key(),
                ratchet,
                root.chain(),
                0,
                List.of(),
                new Pending(preKeyId, bundle.signedPreKeyId()),
                base.publicKey(),
                bundle.registrationId());
    }

    static SessionState accept(
            KeyPair identity, KeyPair signedPreKey, Optional<KeyPair> oneTime, PreKeyMessage message) {
        RootKey root = RootKey.accept(identity, signedPreKey, oneTime, message);
        return new SessionState(
                message.identity(),
                root.key(),
                signedPreKey,
                null,
                0,
                List.of(),
                null,
                message.baseKey(),
                message.registrationId());
    }

    Sent encrypt(PublicKey own, byte[] plain) {
        if (sending == null) {
            throw new IllegalStateException("a session cannot be written in before its first message was read");
        }
        MessageKeys keys = MessageKeys.of(sending.seed());
        byte[] message =
                SignalMessage.encode(ratchet.publicKey(), sending.counter(), previousCounter, keys.encrypt(plain));
        byte[] whole = Bytes.concat(message, keys.mac(own, peer, message));
        return new Sent(with(rootKey, ratchet, sending.next(), previousCounter, receiving, pending), Bytes.of(whole));
    }

    /** @throws SignalException if it is not of this session, was read before or lies too far ahead */
    Read decrypt(PublicKey own, SignalMessage message, Randomness randomness) {
        Optional<Receiving> known = receiving(message.ratchetKey());
        if (known.isPresent()) {
            Opened opened = open(own, message, known.get().chain());
            return new Read(with(replaced(message.ratchetKey(), opened.rest())), opened.plain());
        }
        RootKey theirs = new RootKey(rootKey, null).ratchet(ratchet, message.ratchetKey());
        Opened opened = open(own, message, KeyChain.of(theirs.chain()));
        return new Read(turned(theirs, new Receiving(message.ratchetKey(), opened.rest()), randomness), opened.plain());
    }

    private record Opened(KeyChain rest, Bytes plain) {}

    private Opened open(PublicKey own, SignalMessage message, KeyChain chain) {
        KeyChain.Taken taken = chain.take(message.counter(), MAX_AHEAD);
        MessageKeys keys = MessageKeys.of(taken.seed());
        keys.requireMac(peer, own, message);
        return new Opened(taken.rest(), Bytes.of(keys.decrypt(message.ciphertext())));
    }

    /** How many messages were passed over in all chains. */
    int skipped() {
        return receiving.stream()
                .mapToInt(chain -> chain.chain().skipped().size())
                .sum();
    }

    /** With no more of them than that; the oldest chains give theirs up first. */
    SessionState skippingAtMost(int most) {
        if (skipped() <= most) {
            return this;
        }
        List<Receiving> chains = new ArrayList<>(receiving);
        int left = most;
        for (int i = chains.size() - 1; i >= 0; i--) {
            Receiving old = chains.get(i);
            KeyChain chain = old.chain().skippingAtMost(left);
            left -= chain.skipped().size();
            chains.set(i, new Receiving(old.ratchetKey(), chain));
        }
        return with(rootKey, ratchet, sending, previousCounter, chains, pending);
    }

    Optional<Receiving> receiving(PublicKey ratchetKey) {
        return receiving.stream()
                .filter(chain -> chain.ratchetKey().equals(ratchetKey))
                .findFirst();
    }

    /** The other side has a new ratchet key, so we make one too. */
    private SessionState turned(RootKey theirs, Receiving chain, Randomness randomness) {
        KeyPair fresh = KeyPair.generate(randomness);
        RootKey ours = theirs.ratchet(fresh, chain.ratchetKey());
        List<Receiving> chains = new ArrayList<>(receiving);
        chains.add(chain);
        int surplus = Math.max(0, chains.size() - MAX_CHAINS);
        int last = sending == null ? 0 : Math.max(0, sending.counter() - 1);
        return with(ours.key(), fresh, ours.chain(), last, chains.subList(surplus, chains.size()), null);
    }

    private List<Receiving> replaced(PublicKey ratchetKey, KeyChain chain) {
        return receiving.stream()
                .map(old -> old.ratchetKey().equals(ratchetKey) ? new Receiving(ratchetKey, chain) : old)
                .toList();
    }

    private SessionState with(List<Receiving> chains) {
        return with(rootKey, ratchet, sending, previousCounter, chains, null);
    }

    private SessionState with(
            Bytes root, KeyPair own, ChainKey chain, int previous, List<Receiving> chains, Pending unproved) {
        return new SessionState(peer, root, own, chain, previous, chains, unproved, baseKey, registrationId);
    }
}
