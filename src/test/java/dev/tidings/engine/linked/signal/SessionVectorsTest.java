package dev.tidings.engine.linked.signal;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.signal.SignalException.Reason;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionVectorsTest {
    private static final PeerAddress ALICE = new PeerAddress("100000000000001@lid", 0);
    private static final PeerAddress BOB = new PeerAddress("100000000000002@lid", 0);
    private static final JsonNode KEYS = Vectors.read("messaging", "keys");

    private final MemoryStore alice = new MemoryStore(key("aliceIdentity"), 4242);
    private final MemoryStore bob = new MemoryStore(key("bobIdentity"), 7777);

    @Test
    void agreesOnTheFirstKeys() {
        PreKeyBundle bundle = bundle(true);
        RootKey with = RootKey.initiate(key("aliceIdentity"), key("aliceBase"), bundle);
        assertRoot(with, Vectors.read("messaging", "x3dhWithOneTimeKey"), "rootKey", "chainKey");
        RootKey without = RootKey.initiate(key("aliceIdentity"), key("aliceBase"), bundle(false));
        assertRoot(without, Vectors.read("messaging", "x3dhWithoutOneTimeKey"), "rootKey", "chainKey");
        RootKey sending = with.ratchet(key("aliceRatchet0"), bundle.signedPreKey());
        assertRoot(sending, Vectors.read("messaging", "firstSendingChain"), "newRootKey", "chainKey0");

        ChainKey chain = sending.chain();
        for (JsonNode vector : Vectors.read("messaging", "messageKeysOfFirstSendingChain")) {
            assertEquals(vector.get("counter").asInt(), chain.counter());
            assertEquals(vector.get("seed").asText(), hex(chain.seed().toArray()));
            MessageKeys keys = MessageKeys.of(chain.seed());
            assertEquals(vector.get("cipherKey").asText(), hex(keys.cipherKey().toArray()));
            assertEquals(vector.get("macKey").asText(), hex(keys.macKey().toArray()));
            assertEquals(vector.get("iv").asText(), hex(keys.iv().toArray()));
            chain = chain.next();
            assertEquals(vector.get("nextChainKey").asText(), hex(chain.key().toArray()));
        }
        assertEquals(4, chain.counter());
    }

    @Test
    void talksByteForByteLikeOthers() {
        SessionCipher aliceStarts = cipher(alice, "aliceBase", "aliceRatchet0");
        aliceStarts.start(BOB, bundle(true));
        byte[] first = sends(aliceStarts, BOB, true, "preKeySignalMessage0", plain("signalMessage0"));
        byte[] second = sends(aliceStarts, BOB, true, "preKeySignalMessage1", plain("preKeySignalMessage1"));
        byte[] third = sends(aliceStarts, BOB, true, "preKeySignalMessage2", plain("preKeySignalMessage2"));
        byte[] inner = PreKeyMessage.decode(first).message().toArray();
        assertEquals(text("signalMessage0", "serialized"), hex(inner));

        assertEquals(plain("signalMessage0"), opens(cipher(bob, "bobRatchet0"), first));
        assertFalse(bob.preKeys.containsKey(31), "its one-time pre-key is spent");
        assertState(bob, ALICE, "bobSending");
        assertEquals(plain("preKeySignalMessage2"), opens(cipher(bob), third));

        byte[] reply = sends(cipher(bob), ALICE, false, "bobFirstReply", plain("bobFirstReply"));
        assertEquals(plain("bobFirstReply"), reads(cipher(alice, "aliceRatchet1"), BOB, reply));
        assertState(alice, BOB, "aliceSecondSending");
        byte[] after = sends(cipher(alice), BOB, false, "aliceAfterRatchet", plain("aliceAfterRatchet"));
        assertEquals(plain("aliceAfterRatchet"), reads(cipher(bob, "bobRatchet1"), ALICE, after));

        assertEquals(plain("preKeySignalMessage1"), opens(cipher(bob), second), "late, by its kept key");
        for (byte[] again : new byte[][] {first, second, third}) {
            SignalException refused = assertThrows(SignalException.class, () -> opens(cipher(bob), again));
            assertEquals(Reason.DUPLICATE, refused.reason());
        }
    }

    @Test
    void startsWithoutAOneTimePreKey() {
        SessionCipher aliceStarts = cipher(alice, "aliceBase", "aliceRatchet0");
        aliceStarts.start(BOB, bundle(false));
        String vector = "preKeySignalMessageWithoutOneTimeKey";
        byte[] first = sends(aliceStarts, BOB, true, vector, plain(vector));
        assertEquals(plain(vector), opens(cipher(bob, "bobRatchet0"), first));
        assertTrue(bob.preKeys.containsKey(31));
    }

    @Test
    void twoThatStartAtOnceUnderstandEachOther() {
        JsonNode vector = Vectors.read("messaging", "simultaneousInitiation");
        alice.signedPreKeys.put(5, key("aliceSignedPreKey"));
        alice.preKeys.put(77, key("aliceOneTimePreKey"));
        PreKeyBundle ofAlice = new PreKeyBundle(
                4242,
                key("aliceIdentity").publicKey(),
                5,
                key("aliceSignedPreKey").publicKey(),
                Bytes.of(Vectors.bytes(vector, "aliceSignedPreKeySignature")),
                Optional.of(
                        new PreKeyBundle.OneTime(77, key("aliceOneTimePreKey").publicKey())));
        SessionCipher bobStarts = cipher(bob, "bobBase", "bobRatchet0");
        bobStarts.start(ALICE, ofAlice);
        byte[] b0 = sends(bobStarts, ALICE, vector.get("B0"));
        SessionCipher aliceStarts = cipher(alice, "aliceBase", "aliceRatchet0");
        aliceStarts.start(BOB, bundle(true));
        byte[] a0 = sends(aliceStarts, BOB, vector.get("A0"));

        assertEquals(
                plain(vector.get("B0")), plainOf(cipher(alice, "aliceRatchet1").decryptOpening(BOB, b0)));
        byte[] a1 = sends(cipher(alice), BOB, vector.get("A1"));
        assertEquals(plain(vector.get("A0")), opens(cipher(bob, "bobRatchet1"), a0));
        assertEquals(
                key("aliceBase").publicKey(), bob.session(ALICE).states().get(0).baseKey());
        assertEquals(plain(vector.get("A1")), reads(cipher(bob, "bobRatchet2"), ALICE, a1));
        assertEquals(
                key("bobBase").publicKey(),
                bob.session(ALICE).states().get(0).baseKey(),
                "the session that a message came in is the one to write in");
    }

    @Test
    void padsAsOthersDo() {
        for (JsonNode vector : Vectors.read("messaging", "padding")) {
            byte[] message = Vectors.bytes(vector, "message");
            byte[] count = {(byte) (vector.get("n").asInt() - 1 | 0x40)};
            byte[] padded = Padding.pad(message, Vectors.fixed(count));
            assertEquals(vector.get("padded").asText(), hex(padded));
            assertEquals(hex(message), hex(Padding.strip(Bytes.of(padded))));
        }
    }

    private static void assertRoot(RootKey root, JsonNode vector, String rootKey, String chainKey) {
        assertEquals(vector.get(rootKey).asText(), hex(root.key().toArray()));
        assertEquals(vector.get(chainKey).asText(), hex(root.chain().key().toArray()));
    }

    private static void assertState(MemoryStore store, PeerAddress peer, String step) {
        SessionState state = store.session(peer).states().get(0);
        JsonNode vector = Vectors.read("messaging", "ratchetSteps").get(step);
        assertEquals(vector.get("rootKey").asText(), hex(state.rootKey().toArray()));
        assertEquals(vector.get("chainKey").asText(), hex(state.sending().key().toArray()));
    }

    private static byte[] sends(SessionCipher from, PeerAddress to, JsonNode vector) {
        SessionCipher.Encrypted sent = from.encrypt(to, Vectors.bytes(vector, "paddedPlaintext"));
        assertEquals(vector.get("encType").asText().equals("pkmsg"), sent.opensSession());
        assertEquals(vector.get("serialized").asText(), hex(sent.message().toArray()));
        return sent.message().toArray();
    }

    private static byte[] sends(SessionCipher from, PeerAddress to, boolean opens, String vector, String plain) {
        SessionCipher.Encrypted sent = from.encrypt(to, Vectors.hex(plain));
        assertEquals(opens, sent.opensSession());
        assertEquals(text(vector, "serialized"), hex(sent.message().toArray()));
        return sent.message().toArray();
    }

    private static String opens(SessionCipher bobs, byte[] message) {
        return plainOf(bobs.decryptOpening(ALICE, message));
    }

    private static String reads(SessionCipher cipher, PeerAddress from, byte[] message) {
        return plainOf(cipher.decrypt(from, message));
    }

    private static String plainOf(SessionCipher.Decrypted decrypted) {
        assertFalse(decrypted.identityChanged());
        return hex(decrypted.plain().toArray());
    }

    private PreKeyBundle bundle(boolean oneTime) {
        bob.signedPreKeys.put(9, key("bobSignedPreKey"));
        bob.preKeys.put(31, key("bobOneTimePreKey"));
        return new PreKeyBundle(
                7777,
                key("bobIdentity").publicKey(),
                9,
                key("bobSignedPreKey").publicKey(),
                Bytes.of(Vectors.bytes(Vectors.read("messaging", "signedPreKeySignature"), "signature")),
                oneTime
                        ? Optional.of(new PreKeyBundle.OneTime(
                                31, key("bobOneTimePreKey").publicKey()))
                        : Optional.empty());
    }

    private static SessionCipher cipher(MemoryStore store, String... keys) {
        byte[][] privates =
                Arrays.stream(keys).map(name -> key(name).privateKey()).toArray(byte[][]::new);
        return new SessionCipher(store, Vectors.fixed(privates));
    }

    private static KeyPair key(String name) {
        return KeyPair.ofPrivate(Vectors.bytes(KEYS.get(name), "private"));
    }

    private static String plain(String vector) {
        return text(vector, "paddedPlaintext");
    }

    private static String plain(JsonNode vector) {
        return vector.get("paddedPlaintext").asText();
    }

    private static String text(String vector, String field) {
        return Vectors.read("messaging", vector).get(field).asText();
    }
}
