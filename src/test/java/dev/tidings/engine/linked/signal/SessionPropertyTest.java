package dev.tidings.engine.linked.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two devices write to each other over a network that loses, repeats, mixes up and changes, and both start anew at times. */
class SessionPropertyTest {
    private static final int STEPS = 10_000;
    private static final int UNDER_WAY = 12;

    private final List<Letter> past = new ArrayList<>();
    private Random random;
    private Randomness randomness;
    private Side one;
    private Side other;
    private int read;
    private int gone;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void eachMessageIsReadOnceAndNothingElseIs(long seed) {
        random = new Random(seed);
        randomness = Vectors.seeded(seed);
        one = new Side("one", "other", 1);
        other = new Side("other", "one", 2);
        one.start(other);
        for (int step = 0; step < STEPS; step++) {
            Side from = random.nextBoolean() ? one : other;
            Side to = from == one ? other : one;
            step(from, to);
        }
        assertTrue(read > STEPS / 4, "only " + read + " were read");
        assertTrue(gone < read / 50, gone + " came after their keys were gone");
    }

    private void step(Side from, Side to) {
        int what = random.nextInt(1000);
        if (what < 2) {
            from.start(to);
        } else if (what < 420 && to.inbox.size() < UNDER_WAY) {
            from.write(to, 1 + random.nextInt(3));
        } else if (what < 450 && !to.inbox.isEmpty()) {
            to.inbox.remove(random.nextInt(to.inbox.size()));
        } else if (what < 550 && !past.isEmpty()) {
            Letter again = past.get(random.nextInt(past.size()));
            assertNull(again.to.tryRead(again.sent, again.body()), "read twice");
        } else if (what < 600 && !to.inbox.isEmpty()) {
            to.readChanged(to.inbox.get(random.nextInt(to.inbox.size())));
        } else if (!to.inbox.isEmpty()) {
            // Mostly in order: of a network that mixes up at will few messages would find their keys.
            int at = random.nextInt(3) == 0 ? random.nextInt(to.inbox.size()) : 0;
            to.read(to.inbox.remove(at));
        }
    }

    /** @param session the base key of the session it was written in */
    private record Letter(Side to, Bytes plain, SessionCipher.Encrypted sent, PublicKey ratchetKey, PublicKey session) {
        byte[] body() {
            return sent.message().toArray();
        }
    }

    private final class Side {
        private final MemoryStore store;
        private final SessionCipher cipher;
        private final PeerAddress peer;
        private final List<Letter> inbox = new ArrayList<>();
        /** What this side must still be able to read: the last chains of each session. */
        private final Map<PublicKey, Deque<PublicKey>> chains = new HashMap<>();

        private final Set<PublicKey> seen = new HashSet<>();
        private int lastPreKey;

        Side(String name, String peer, int registrationId) {
            this.store = new MemoryStore(KeyPair.generate(randomness), registrationId);
            this.cipher = new SessionCipher(store, randomness);
            this.peer = new PeerAddress(peer, name.length());
            store.signedPreKeys.put(1, KeyPair.generate(randomness));
        }

        void start(Side to) {
            KeyPair signed = to.store.signedPreKeys.get(1);
            Optional<PreKeyBundle.OneTime> oneTime = Optional.empty();
            if (random.nextInt(4) > 0) {
                KeyPair key = KeyPair.generate(randomness);
                to.store.preKeys.put(++to.lastPreKey, key);
                oneTime = Optional.of(new PreKeyBundle.OneTime(to.lastPreKey, key.publicKey()));
            }
            Bytes signature = Bytes.of(
                    to.store.identity().sign(randomness, signed.publicKey().typed()));
            PublicKey identity = to.store.identity().publicKey();
            cipher.start(
                    peer,
                    new PreKeyBundle(to.store.registrationId(), identity, 1, signed.publicKey(), signature, oneTime));
        }

        void write(Side to, int count) {
            for (int i = 0; i < count && !store.session(peer).isEmpty(); i++) {
                SessionState state = store.session(peer).states().get(0);
                Bytes plain = Bytes.of(randomness.bytes(random.nextInt(100)));
                SessionCipher.Encrypted sent = cipher.encrypt(peer, plain.toArray());
                to.inbox.add(new Letter(to, plain, sent, state.ratchet().publicKey(), state.baseKey()));
            }
        }

        void read(Letter letter) {
            boolean due = chainIsKept(letter);
            Bytes plain = tryRead(letter.sent, letter.body());
            if (due) {
                assertNotNull(plain, "lost");
            }
            if (plain == null) {
                gone++;
                return;
            }
            assertEquals(letter.plain, plain);
            read++;
            past.add(letter);
            remember(letter);
        }

        /** Whatever was changed, it is refused, or it was a part that says nothing. */
        void readChanged(Letter letter) {
            byte[] body = letter.body();
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes plain = tryRead(letter.sent, body);
            if (plain != null) {
                assertEquals(letter.plain, plain);
                assertTrue(letter.sent.opensSession(), "all of an ordinary message is vouched for");
                inbox.remove(letter);
                past.add(letter);
                remember(letter);
            }
        }

        Bytes tryRead(SessionCipher.Encrypted sent, byte[] body) {
            byte[] before = store.sessions.get(peer);
            Set<Integer> keys = Set.copyOf(store.preKeys.keySet());
            try {
                return (sent.opensSession() ? cipher.decryptOpening(peer, body) : cipher.decrypt(peer, body)).plain();
            } catch (SignalException | MalformedException e) {
                assertArrayEquals(before, store.sessions.get(peer), "a refused message changed the session");
                assertEquals(keys, store.preKeys.keySet());
                return null;
            }
        }

        private boolean chainIsKept(Letter letter) {
            Deque<PublicKey> kept = chains.getOrDefault(letter.session, new ArrayDeque<>());
            boolean opened = letter.sent.opensSession() || !kept.isEmpty() || startedHere(letter);
            return kept.contains(letter.ratchetKey) || opened && !seen.contains(letter.ratchetKey);
        }

        private boolean startedHere(Letter letter) {
            return store.session(peer).startedBy(letter.session).isPresent();
        }

        private void remember(Letter letter) {
            Deque<PublicKey> kept = chains.computeIfAbsent(letter.session, any -> new ArrayDeque<>());
            if (seen.add(letter.ratchetKey)) {
                kept.add(letter.ratchetKey);
                if (kept.size() > SessionState.MAX_CHAINS) {
                    kept.remove();
                }
            }
        }
    }
}
