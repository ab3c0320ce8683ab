package dev.tidings.engine.linked.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SessionLimitsTest {
    private static final PeerAddress ALICE = new PeerAddress("a@lid", 1);
    private static final PeerAddress BOB = new PeerAddress("b@lid", 0);
    private static final byte[] PLAIN = {1, 2, 3};

    private final Randomness randomness = Vectors.seeded(1);
    private final MemoryStore alice = new MemoryStore(KeyPair.generate(randomness), 1);
    private final MemoryStore bob = new MemoryStore(KeyPair.generate(randomness), 2);
    private final SessionCipher alices = new SessionCipher(alice, randomness);
    private final SessionCipher bobs = new SessionCipher(bob, randomness);

    @Test
    void aSignedPreKeyThatTheIdentityDidNotSignIsRefused() {
        PreKeyBundle good = bundle(1);
        PreKeyBundle forged = new PreKeyBundle(
                2, good.identity(), 1, KeyPair.generate(randomness).publicKey(), good.signature(), good.oneTime());
        assertRefused(Reason.INVALID, () -> alices.start(BOB, forged));
        assertTrue(alice.sessions.isEmpty());
        assertTrue(alice.identities.isEmpty());
    }

    @Test
    void nothingIsWrittenOrReadWithoutASession() {
        assertRefused(Reason.NO_SESSION, () -> alices.encrypt(BOB, PLAIN));
        established();
        byte[] message = send();
        bob.sessions.clear();
        assertRefused(Reason.NO_SESSION, () -> bobs.decrypt(ALICE, message));
    }

    @Test
    void aPreKeyThatIsGoneIsNamedAsTheReason() {
        alices.start(BOB, bundle(1));
        byte[] opening = send();
        KeyPair oneTime = bob.preKeys.remove(1);
        assertRefused(Reason.NO_PRE_KEY, () -> bobs.decryptOpening(ALICE, opening));
        bob.preKeys.put(1, oneTime);
        KeyPair signed = bob.signedPreKeys.remove(1);
        assertRefused(Reason.NO_PRE_KEY, () -> bobs.decryptOpening(ALICE, opening));
        bob.signedPreKeys.put(1, signed);
        assertArrayEquals(PLAIN, bobs.decryptOpening(ALICE, opening).plain().toArray());
    }

    @Test
    void twoThousandMessagesMayBeMissing() {
        established();
        for (int i = 0; i < SessionState.MAX_AHEAD; i++) {
            send();
        }
        byte[] atTheLimit = send();
        byte[] beyond = send();
        assertRefused(Reason.TOO_FAR_AHEAD, () -> bobs.decrypt(ALICE, beyond));
        assertArrayEquals(PLAIN, bobs.decrypt(ALICE, atTheLimit).plain().toArray());
        assertArrayEquals(PLAIN, bobs.decrypt(ALICE, beyond).plain().toArray());
    }

    @Test
    void theFirstOfTooManyMissingMessagesAreGivenUp() {
        established();
        List<byte[]> late = new ArrayList<>();
        for (int i = 0; i < KeyChain.MAX_SKIPPED + 5; i++) {
            late.add(send());
            if (i == 4) {
                bobs.decrypt(ALICE, send());
            }
        }
        bobs.decrypt(ALICE, send());
        assertRefused(Reason.DUPLICATE, () -> bobs.decrypt(ALICE, late.get(4)));
        assertArrayEquals(PLAIN, bobs.decrypt(ALICE, late.get(5)).plain().toArray());
    }

    @Test
    void fortySessionsAreKeptToReadIn() {
        List<byte[]> openings = new ArrayList<>();
        for (int i = 0; i < SessionRecord.MAX_ARCHIVED + 2; i++) {
            alices.start(BOB, bundle(i + 1));
            openings.add(send());
        }
        assertEquals(SessionRecord.MAX_ARCHIVED + 1, alice.session(BOB).states().size());
        openings.forEach(opening -> bobs.decryptOpening(ALICE, opening));
        assertEquals(SessionRecord.MAX_ARCHIVED + 1, bob.session(ALICE).states().size());
        assertRefused(Reason.DUPLICATE, () -> bobs.decryptOpening(ALICE, openings.get(1)));
        assertRefused(Reason.NO_PRE_KEY, () -> bobs.decryptOpening(ALICE, openings.get(0)));
    }

    @Test
    void theLargestRecordCanBeReadAgain() {
        SessionRecord record = SessionRecord.EMPTY;
        for (int i = 0; i <= SessionRecord.MAX_ARCHIVED; i++) {
            record = record.first(skippedMost());
        }
        byte[] stored = record.encode();
        assertArrayEquals(stored, SessionRecord.decode(stored).encode());
        assertEquals(OptionalInt.of(5), SessionRecord.decode(stored).registrationId());
        assertTrue(stored.length < 512 * 1024, "it is read and written with each message: " + stored.length);
    }

    @Test
    void theOldestSessionsGiveUpWhatTheySkippedFirst() {
        SessionState old = skippedMost();
        SessionRecord one = SessionRecord.EMPTY.first(old);
        assertEquals(5 * KeyChain.MAX_SKIPPED, old.skipped(), "the limits of one session are the protocol's");
        assertEquals(old, one.states().get(0));

        KeyChain some = KeyChain.of(new ChainKey(Bytes.of(new byte[32]), 0))
                .take(1_500, SessionState.MAX_AHEAD)
                .rest();
        SessionRecord two = one.first(state(List.of(receiving(some))));
        assertEquals(1_500, two.states().get(0).skipped());
        SessionState archived = two.states().get(1);
        assertEquals(SessionRecord.MAX_SKIPPED - 1_500, archived.skipped());
        assertEquals(old.receiving().get(4), archived.receiving().get(4), "its newest chains keep theirs");
        KeyChain oldest = archived.receiving().get(0).chain();
        assertEquals(500, oldest.skipped().size());
        assertTrue(oldest.skipped().containsKey(KeyChain.MAX_SKIPPED - 1), "of a chain the latest stay");
        assertEquals(old.receiving().get(0).chain().next(), oldest.next(), "and it can be read on");
    }

    @Test
    void aRecordKeepsWhatALaterReleaseAddedToIt() {
        established();
        byte[] later = new ProtoWriter()
                .raw(Bytes.of(bob.session(ALICE).encode()))
                .int32(1, 2)
                .string(90, "of the next release")
                .toArray();
        bob.saveSession(ALICE, SessionRecord.decode(later));
        bobs.decrypt(ALICE, send());
        String changed = new String(bob.session(ALICE).encode(), StandardCharsets.ISO_8859_1);
        assertTrue(changed.contains("of the next release"));
        byte[] tooLate = new ProtoWriter().int32(1, 2).int32(2, 2).toArray();
        assertThrows(MalformedException.class, () -> SessionRecord.decode(tooLate));
        assertThrows(MalformedException.class, () -> SenderKeyRecord.decode(tooLate));
    }

    /** A session in which as much was passed over as can be. */
    private SessionState skippedMost() {
        KeyChain full = KeyChain.of(new ChainKey(Bytes.of(new byte[32]), 0))
                .take(KeyChain.MAX_SKIPPED, SessionState.MAX_AHEAD)
                .rest();
        List<SessionState.Receiving> chains = new ArrayList<>();
        for (int i = 0; i < SessionState.MAX_CHAINS; i++) {
            chains.add(receiving(full));
        }
        return state(chains);
    }

    private SessionState.Receiving receiving(KeyChain chain) {
        return new SessionState.Receiving(KeyPair.generate(randomness).publicKey(), chain);
    }

    private SessionState state(List<SessionState.Receiving> chains) {
        KeyPair key = KeyPair.generate(randomness);
        ChainKey chain = new ChainKey(Bytes.of(new byte[32]), 7);
        SessionState.Pending pending = new SessionState.Pending(1, 2);
        return new SessionState(key.publicKey(), Bytes.EMPTY, key, chain, 3, chains, pending, key.publicKey(), 5);
    }

    @Test
    void aChangedIdentityIsTakenAndTold() {
        established();
        MemoryStore anew = new MemoryStore(KeyPair.generate(randomness), 9);
        SessionCipher again = new SessionCipher(anew, randomness);
        again.start(BOB, bundle(50));
        byte[] opening = again.encrypt(BOB, PLAIN).message().toArray();
        assertTrue(bobs.decryptOpening(ALICE, opening).identityChanged());
        assertEquals(anew.identity().publicKey(), bob.identities.get(ALICE));
        assertEquals(2, bob.session(ALICE).states().size(), "what was under way still arrives");
        byte[] next = again.encrypt(BOB, PLAIN).message().toArray();
        assertFalse(bobs.decryptOpening(ALICE, next).identityChanged());
    }

    @Test
    void anOpeningWithTheSessionOfAnotherIsRefused() {
        established();
        alices.start(BOB, bundle(60));
        byte[] opening = send();
        PreKeyMessage whole = PreKeyMessage.decode(opening);
        bobs.decryptOpening(ALICE, opening);
        PublicKey stranger = KeyPair.generate(randomness).publicKey();
        Bytes second = PreKeyMessage.decode(send()).message();
        byte[] stolen = new PreKeyMessage(whole.preKeyId(), 1, 1, whole.baseKey(), stranger, second).encode();
        assertRefused(Reason.INVALID, () -> bobs.decryptOpening(ALICE, stolen));
        assertEquals(alice.identity().publicKey(), bob.identities.get(ALICE));
    }

    @Test
    void keysThatGiveNoSecretAreRefused() {
        PublicKey zero = PublicKey.ofRaw(new byte[32]);
        alices.start(BOB, bundle(1));
        PreKeyMessage whole = PreKeyMessage.decode(send());
        byte[] weak = new PreKeyMessage(1, 1, 1, zero, whole.identity(), whole.message()).encode();
        assertRefused(Reason.INVALID, () -> bobs.decryptOpening(ALICE, weak));
        established();
        byte[] message = SignalMessage.encode(zero, 0, 0, new byte[16]);
        assertRefused(Reason.INVALID, () -> bobs.decrypt(ALICE, Bytes.concat(message, new byte[8])));
    }

    @Test
    void whatIsNoMessageIsMalformed() {
        established();
        byte[] good = send();
        byte[] otherVersion = good.clone();
        otherVersion[0] = 0x23;
        for (byte[] message : new byte[][] {{}, {0x33}, new byte[9], otherVersion, {0x33, 1, 2, 3, 4, 5, 6, 7, 8}}) {
            assertThrows(MalformedException.class, () -> bobs.decrypt(ALICE, message));
            assertThrows(MalformedException.class, () -> bobs.decryptOpening(ALICE, message));
        }
        assertThrows(MalformedException.class, () -> SessionRecord.decode(new byte[0]));
        assertThrows(
                MalformedException.class,
                () -> SessionRecord.decode(new ProtoWriter().int32(1, 2).toArray()));
        assertThrows(MalformedException.class, () -> Padding.strip(Bytes.EMPTY));
        assertThrows(MalformedException.class, () -> Padding.strip(Bytes.of((byte) 2)));
        assertThrows(MalformedException.class, () -> Padding.strip(Bytes.of(new byte[20])));
    }

    @Test
    void showsNoKey() {
        established();
        SessionState state = alice.session(BOB).states().get(0);
        String text =
                state + " " + alice.session(BOB) + " " + bob.session(ALICE).states();
        assertFalse(text.contains("[B@"), text);
        assertTrue(text.contains("rootKey=Bytes[32], ratchet=KeyPair, sending=ChainKey[key=Bytes[32]"), text);
    }

    private void established() {
        alices.start(BOB, bundle(40));
        bobs.decryptOpening(ALICE, send());
        alices.decrypt(BOB, bobs.encrypt(ALICE, PLAIN).message().toArray());
        bobs.decrypt(ALICE, send());
    }

    private byte[] send() {
        return alices.encrypt(BOB, PLAIN).message().toArray();
    }

    private PreKeyBundle bundle(int preKeyId) {
        KeyPair signed = bob.signedPreKeys.computeIfAbsent(1, id -> KeyPair.generate(randomness));
        KeyPair oneTime = KeyPair.generate(randomness);
        bob.preKeys.put(preKeyId, oneTime);
        byte[] signature = bob.identity().sign(randomness, signed.publicKey().typed());
        return new PreKeyBundle(
                2,
                bob.identity().publicKey(),
                1,
                signed.publicKey(),
                Bytes.of(signature),
                Optional.of(new PreKeyBundle.OneTime(preKeyId, oneTime.publicKey())));
    }

    private static void assertRefused(Reason reason, Executable action) {
        assertEquals(reason, assertThrows(SignalException.class, action).reason());
    }
}
