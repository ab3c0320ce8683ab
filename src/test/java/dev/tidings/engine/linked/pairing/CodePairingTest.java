package dev.tidings.engine.linked.pairing;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.crypto.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodePairingTest {
    private static final JsonNode VECTOR = Vectors.read("connection", "pairCode");

    @Test
    void agreesOnTheSecretAsOthersDo() {
        byte[] wrapped = Vectors.bytes(VECTOR, "wrappedCompanionEphemeral");
        Randomness randomness = Vectors.fixed(
                Vectors.pair(VECTOR, "companionEphemeral").privateKey(),
                Arrays.copyOf(wrapped, 32),
                Arrays.copyOfRange(wrapped, 32, 48),
                Vectors.bytes(VECTOR, "advRandom"),
                Vectors.bytes(VECTOR, "bundleSalt"),
                Vectors.bytes(VECTOR, "bundleNonce"));
        KeyPair identity = Vectors.pair(VECTOR, "companionIdentity");
        CodePairing pairing = new CodePairing(VECTOR.get("code").asText(), identity, randomness);
        assertEquals(hex(wrapped), hex(pairing.start()));

        PublicKey primary = PublicKey.ofRaw(Vectors.bytes(VECTOR, "primaryIdentity"));
        CodePairing.Result result = pairing.finish(Vectors.bytes(VECTOR, "wrappedPrimaryEphemeral"), primary);
        assertEquals(
                VECTOR.get("wrappedKeyBundle").asText(), hex(result.bundle().toArray()));
        assertEquals(VECTOR.get("advSecret").asText(), hex(result.secret().toArray()));
        assertEquals("Result[bundle=Bytes[156], secret=Bytes[32]]", result.toString());
    }

    @Test
    void writesCodesInTheAlphabet() {
        JsonNode example = VECTOR.get("base32Example");
        assertEquals(example.get("text").asText(), CodeAlphabet.write(Vectors.bytes(example, "bytes")));
        assertEquals("ZZZZZZZZ", CodeAlphabet.write(Vectors.hex("ffffffffff")));
        assertEquals("ABCD-1234", CodeAlphabet.show("ABCD1234"));
        assertTrue(CodeAlphabet.isCode(CodePairing.newCode(Vectors.seeded(1))));
        for (String none : new String[] {"", "ABCD123", "ABCD12345", "ABCD-123", "abcd1234", "ABCD1230", "ABCDI234"}) {
            assertFalse(CodeAlphabet.isCode(none), none);
        }
    }

    @Test
    void refusesWhatIsNoCodeAndNoKey() {
        KeyPair identity = KeyPair.generate(Vectors.seeded(1));
        assertThrows(IllegalArgumentException.class, () -> new CodePairing("abcd1234", identity, Vectors.seeded(1)));
        CodePairing pairing = new CodePairing("ABCD1234", identity, Vectors.seeded(1));
        assertEquals("CodePairing", pairing.toString());
        for (int size : new int[] {0, 79, 81}) {
            assertThrows(MalformedException.class, () -> pairing.finish(new byte[size], identity.publicKey()));
        }
    }

    @Test
    void anotherCodeGivesAnotherSecret() {
        KeyPair identity = KeyPair.generate(Vectors.seeded(1));
        byte[] wrapped = Vectors.bytes(VECTOR, "wrappedPrimaryEphemeral");
        Bytes one = new CodePairing("ABCD1234", identity, Vectors.seeded(2))
                .finish(wrapped, identity.publicKey())
                .secret();
        Bytes other = new CodePairing("ABCD1235", identity, Vectors.seeded(2))
                .finish(wrapped, identity.publicKey())
                .secret();
        assertFalse(one.equals(other));
    }
}
