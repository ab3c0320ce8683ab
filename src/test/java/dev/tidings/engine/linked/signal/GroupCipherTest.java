package dev.tidings.engine.linked.signal;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GroupCipherTest {
    private static final JsonNode VECTOR = Vectors.read("messaging", "senderKey");
    private static final SenderKeyName NAME =
            new SenderKeyName(VECTOR.get("group").asText(), new PeerAddress("100000000000001@lid", 3));
    private static final byte[] PLAIN = {1, 2, 3};

    private final Randomness randomness = Vectors.seeded(1);
    private final MemoryStore sender = new MemoryStore(KeyPair.generate(randomness), 1);
    private final MemoryStore receiver = new MemoryStore(KeyPair.generate(randomness), 2);
    private final GroupCipher senders = new GroupCipher(sender, randomness);
    private final GroupCipher receivers = new GroupCipher(receiver, randomness);

    @Test
    void writesByteForByteLikeOthers() {
        KeyPair signing = KeyPair.ofPrivate(
                Vectors.bytes(Vectors.read("messaging", "keys").get("groupSigning"), "private"));
        ChainKey chain = new ChainKey(Bytes.of(Vectors.bytes(VECTOR, "chainKey0")), 0);
        SenderKeyState state =
                new SenderKeyState(VECTOR.get("keyId").asInt(), KeyChain.of(chain), signing.publicKey(), signing);
        sender.saveSenderKey(NAME, SenderKeyRecord.EMPTY.first(state));
        assertEquals(VECTOR.get("distributionMessage").asText(), hex(senders.distribution(NAME)));
        int written = 0;
        for (JsonNode vector : VECTOR.get("messages")) {
            GroupCipher cipher = new GroupCipher(sender, Vectors.fixed(Vectors.bytes(vector, "random64")));
            Bytes message = cipher.encrypt(NAME, Vectors.bytes(vector, "paddedPlaintext"));
            assertEquals(vector.get("serialized").asText(), hex(message.toArray()));
            written++;
        }
        assertEquals(4, written);
    }

    @Test
    void readsOthersInAnyOrderAndOnce() {
        receivers.accept(NAME, Vectors.bytes(VECTOR, "distributionMessage"));
        JsonNode messages = VECTOR.get("messages");
        for (int i : new int[] {0, 2, 1, 3}) {
            Bytes plain = receivers.decrypt(NAME, Vectors.bytes(messages.get(i), "serialized"));
            assertEquals(messages.get(i).get("paddedPlaintext").asText(), hex(plain.toArray()));
        }
        for (JsonNode again : messages) {
            assertRefused(Reason.DUPLICATE, () -> receivers.decrypt(NAME, Vectors.bytes(again, "serialized")));
        }
    }

    @Test
    void derivesTheChainAsOthersDo() {
        ChainKey chain = new ChainKey(Bytes.of(Vectors.bytes(VECTOR, "chainKey0")), 0);
        for (JsonNode vector : VECTOR.get("messageKeys")) {
            assertEquals(vector.get("seed").asText(), hex(chain.seed().toArray()));
            chain = chain.next();
            assertEquals(vector.get("nextChainKey").asText(), hex(chain.key().toArray()));
        }
    }

    @Test
    void aChainThatIsGivenAgainStaysWhereItIs() {
        byte[] distribution = senders.distribution(NAME);
        receivers.accept(NAME, distribution);
        byte[] first = send();
        byte[] second = send();
        receivers.decrypt(NAME, second);
        byte[] before = receiver.senderKeys.get(NAME);
        receivers.accept(NAME, distribution);
        receivers.accept(NAME, senders.distribution(NAME));
        assertArrayEquals(before, receiver.senderKeys.get(NAME));
        assertRefused(Reason.DUPLICATE, () -> receivers.decrypt(NAME, second));
        assertArrayEquals(PLAIN, receivers.decrypt(NAME, first).toArray());
    }

    @Test
    void whoComesLaterReadsFromThenOn() {
        senders.distribution(NAME);
        byte[] before = send();
        receivers.accept(NAME, senders.distribution(NAME));
        byte[] after = send();
        assertArrayEquals(PLAIN, receivers.decrypt(NAME, after).toArray());
        assertRefused(Reason.DUPLICATE, () -> receivers.decrypt(NAME, before));
    }

    @Test
    void fiveChainsOfASenderAreKept() {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < SenderKeyRecord.MAX_STATES + 1; i++) {
            sender.senderKeys.clear();
            receivers.accept(NAME, senders.distribution(NAME));
            messages.add(send());
        }
        assertRefused(Reason.NO_SESSION, () -> receivers.decrypt(NAME, messages.get(0)));
        messages.subList(1, messages.size())
                .forEach(message -> assertArrayEquals(
                        PLAIN, receivers.decrypt(NAME, message).toArray()));
    }

    @Test
    void messagesFarAheadAreReadAndFartherOnesAreNot() {
        receivers.accept(NAME, senders.distribution(NAME));
        moveTo(GroupCipher.MAX_AHEAD + 1);
        byte[] beyond = send();
        assertRefused(Reason.TOO_FAR_AHEAD, () -> receivers.decrypt(NAME, beyond));
        moveTo(GroupCipher.MAX_AHEAD);
        byte[] atTheLimit = send();
        assertArrayEquals(PLAIN, receivers.decrypt(NAME, atTheLimit).toArray());
        assertArrayEquals(PLAIN, receivers.decrypt(NAME, beyond).toArray());
        assertEquals(
                KeyChain.MAX_SKIPPED,
                receiver.senderKey(NAME)
                        .newest()
                        .orElseThrow()
                        .chain()
                        .skipped()
                        .size());
        moveTo(3 * GroupCipher.MAX_AHEAD);
        receivers.accept(NAME, senders.distribution(NAME));
        assertArrayEquals(PLAIN, receivers.decrypt(NAME, send()).toArray(), "what cannot be reached is replaced");
    }

    @Test
    void everyByteIsSigned() {
        receivers.accept(NAME, senders.distribution(NAME));
        byte[] message = send();
        byte[] before = receiver.senderKeys.get(NAME);
        for (int i = 0; i < message.length; i++) {
            byte[] changed = Vectors.flipped(message, i, 1);
            RuntimeException refused =
                    assertThrows(RuntimeException.class, () -> receivers.decrypt(NAME, changed), "byte " + i);
            assertTrue(refused instanceof SignalException || refused instanceof MalformedException);
        }
        assertArrayEquals(before, receiver.senderKeys.get(NAME));
        assertArrayEquals(PLAIN, receivers.decrypt(NAME, message).toArray());
    }

    @Test
    void nothingIsWrittenOrReadWithoutAChain() {
        assertRefused(Reason.NO_SESSION, () -> senders.encrypt(NAME, PLAIN));
        senders.distribution(NAME);
        byte[] message = send();
        assertRefused(Reason.NO_SESSION, () -> receivers.decrypt(NAME, message));
        assertThrows(MalformedException.class, () -> receivers.accept(NAME, new byte[] {0x33}));
        assertThrows(MalformedException.class, () -> SenderKeyRecord.decode(new byte[0]));
        receivers.accept(NAME, senders.distribution(NAME));
        assertRefused(Reason.NO_SESSION, () -> receivers.encrypt(NAME, PLAIN));
    }

    @Test
    void eachMessageIsReadOnceInAnyOrder() {
        receivers.accept(NAME, senders.distribution(NAME));
        Random random = new Random(2);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            messages.add(send());
        }
        messages.addAll(messages.subList(0, 50));
        Collections.shuffle(messages, random);
        Set<String> read = new HashSet<>();
        for (byte[] message : messages) {
            boolean fresh = read.add(hex(message));
            if (fresh) {
                assertArrayEquals(PLAIN, receivers.decrypt(NAME, message).toArray());
            } else {
                assertRefused(Reason.DUPLICATE, () -> receivers.decrypt(NAME, message));
            }
        }
        assertEquals(300, read.size());
    }

    private byte[] send() {
        return senders.encrypt(NAME, PLAIN).toArray();
    }

    /** Lets the sender go on without writing, back to the start if that is where it has to be. */
    private void moveTo(int iteration) {
        SenderKeyState state = sender.senderKey(NAME).newest().orElseThrow();
        ChainKey chain = first == null ? state.chain().next() : first;
        first = chain;
        while (chain.counter() < iteration) {
            chain = chain.next();
        }
        sender.saveSenderKey(NAME, sender.senderKey(NAME).updated(state.with(KeyChain.of(chain))));
    }

    private ChainKey first;

    private static void assertRefused(Reason reason, Executable action) {
        assertEquals(reason, assertThrows(SignalException.class, action).reason());
    }
}
