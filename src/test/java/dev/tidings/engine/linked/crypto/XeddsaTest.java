package dev.tidings.engine.linked.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class XeddsaTest {
    private static final JsonNode KEYS = Vectors.read("messaging", "keys");

    @Test
    void verifiesSignaturesOfOthersWithBothSigns() {
        Set<Boolean> signs = new HashSet<>();
        for (JsonNode vector : Vectors.read("connection", "xeddsa")) {
            PublicKey signer = PublicKey.ofRaw(Vectors.bytes(vector, "public"));
            byte[] signature = Vectors.bytes(vector, "signature");
            assertTrue(Xeddsa.verify(signer, signature, Vectors.bytes(vector, "message")));
            assertEquals(vector.get("signBitSet").asBoolean(), signature[63] < 0);
            signs.add(signature[63] < 0);
        }
        assertEquals(Set.of(true, false), signs);
    }

    @Test
    void signsByteForByteLikeOthers() {
        Set<Integer> signs = new HashSet<>();
        for (JsonNode vector : Vectors.read("messaging", "xeddsa")) {
            KeyPair signer = key(vector.get("key").asText());
            byte[] signature =
                    signer.sign(Vectors.fixed(Vectors.bytes(vector, "random64")), Vectors.bytes(vector, "message"));
            assertArrayEquals(
                    Vectors.bytes(vector, "signature"),
                    signature,
                    vector.get("key").asText());
            signs.add(vector.get("signBitInByte63").asInt());
        }
        assertEquals(Set.of(0, 1), signs);
    }

    @Test
    void signsASignedPreKeyWithItsType() {
        JsonNode vector = Vectors.read("messaging", "signedPreKeySignature");
        byte[] signature = key("bobIdentity")
                .sign(
                        Vectors.fixed(Vectors.bytes(vector, "random64")),
                        key("bobSignedPreKey").publicKey().typed());
        assertArrayEquals(Vectors.bytes(vector, "signature"), signature);
    }

    @Test
    void refusesEveryBitThatIsNotTheSigners() {
        KeyPair signer = KeyPair.generate(Vectors.seeded(1));
        byte[] message = "five words to be signed".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] signature = signer.sign(Vectors.seeded(2), message);
        assertTrue(Xeddsa.verify(signer.publicKey(), signature, message));
        for (int bit = 0; bit < 512; bit++) {
            byte[] changed = Vectors.flipped(signature, bit / 8, 1 << bit % 8);
            assertFalse(Xeddsa.verify(signer.publicKey(), changed, message), "bit " + bit + " of the signature");
        }
        for (int i = 0; i < message.length; i++) {
            assertFalse(Xeddsa.verify(signer.publicKey(), signature, Vectors.flipped(message, i, 1)));
        }
        for (int i = 0; i < PublicKey.SIZE; i++) {
            PublicKey other = PublicKey.ofRaw(Vectors.flipped(signer.publicKey().raw(), i, 1));
            assertFalse(Xeddsa.verify(other, signature, message), "byte " + i + " of the key");
        }
    }

    @Test
    void refusesWhatIsNoSignature() {
        PublicKey signer = KeyPair.generate(Vectors.seeded(1)).publicKey();
        for (int length : new int[] {0, 1, 63, 65, 128}) {
            assertFalse(Xeddsa.verify(signer, new byte[length], new byte[1]), "of " + length + " bytes");
        }
        PublicKey zero = PublicKey.ofRaw(new byte[32]);
        assertFalse(Xeddsa.verify(zero, new byte[64], new byte[1]));
        byte[] minusOne = new byte[32];
        java.util.Arrays.fill(minusOne, (byte) 0xff);
        minusOne[0] = (byte) 0xec;
        minusOne[31] = 0x7f;
        assertFalse(Xeddsa.verify(PublicKey.ofRaw(minusOne), new byte[64], new byte[1]), "u + 1 has no inverse");
    }

    @Test
    void manyKeysVerifyWhatTheySigned() {
        Randomness randomness = Vectors.seeded(3);
        for (int i = 0; i < 60; i++) {
            KeyPair signer = KeyPair.generate(randomness);
            byte[] message = randomness.bytes(i * 5 + 1);
            assertTrue(Xeddsa.verify(signer.publicKey(), signer.sign(randomness, message), message), "key " + i);
        }
    }

    private static KeyPair key(String name) {
        return KeyPair.ofPrivate(Vectors.bytes(KEYS.get(name), "private"));
    }
}
