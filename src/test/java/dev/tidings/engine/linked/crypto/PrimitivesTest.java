package dev.tidings.engine.linked.crypto;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrimitivesTest {
    /** RFC 5869, A.1. */
    @Test
    void derivesAsTheStandardSays() {
        byte[] derived = Hkdf.derive(
                hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                hex("000102030405060708090a0b0c"),
                hex("f0f1f2f3f4f5f6f7f8f9"),
                42);
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", hex(derived));
    }

    /** RFC 5869, A.3. */
    @Test
    void noSaltIsASaltOfZeros() {
        byte[] derived = Hkdf.derive(hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), "", 42);
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8", hex(derived));
    }

    @Test
    void derivesNoMoreThanTheStandardAllows() {
        assertEquals(8160, Hkdf.derive(new byte[1], "", 8160).length);
        assertThrows(IllegalArgumentException.class, () -> Hkdf.derive(new byte[1], "", 8161));
    }

    @Test
    void bothSidesAgree() {
        KeyPair one = KeyPair.generate(Vectors.seeded(1));
        KeyPair other = KeyPair.generate(Vectors.seeded(2));
        assertArrayEquals(one.agree(other.publicKey()), other.agree(one.publicKey()));
        assertFalse(one.publicKey().equals(other.publicKey()));
    }

    @Test
    void publicKeysAreThoseOfTheVectors() {
        int checked = 0;
        for (Map.Entry<String, JsonNode> key : Vectors.read("messaging", "keys").properties()) {
            KeyPair pair = KeyPair.ofPrivate(Vectors.bytes(key.getValue(), "private"));
            assertArrayEquals(
                    Vectors.bytes(key.getValue(), "public33"), pair.publicKey().typed(), key.getKey());
            checked++;
        }
        assertEquals(16, checked);
    }

    @Test
    void pointsOfSmallOrderAreRefused() {
        KeyPair pair = KeyPair.generate(Vectors.seeded(1));
        byte[] one = new byte[32];
        one[0] = 1;
        for (byte[] small :
                new byte[][] {new byte[32], one, hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
                }) {
            assertThrows(CryptoException.class, () -> pair.agree(PublicKey.ofRaw(small)));
        }
    }

    @Test
    void keysOfOtherSizesAreMalformed() {
        assertThrows(MalformedException.class, () -> PublicKey.ofRaw(new byte[33]));
        assertThrows(MalformedException.class, () -> PublicKey.ofTyped(new byte[33]), "type 00");
        assertThrows(MalformedException.class, () -> PublicKey.ofTyped(new byte[32]));
        assertThrows(MalformedException.class, () -> KeyPair.ofPrivate(new byte[31]));
    }

    @Test
    void tagsGuardEveryBit() {
        byte[] key = Vectors.seeded(1).bytes(32);
        byte[] iv = new byte[12];
        byte[] associated = {1, 2, 3};
        byte[] encrypted = Aes.gcmEncrypt(key, iv, associated, new byte[] {9, 8, 7});
        assertArrayEquals(new byte[] {9, 8, 7}, Aes.gcmDecrypt(key, iv, associated, encrypted));
        for (int i = 0; i < encrypted.length; i++) {
            byte[] changed = Vectors.flipped(encrypted, i, 0x10);
            assertThrows(CryptoException.class, () -> Aes.gcmDecrypt(key, iv, associated, changed));
        }
        assertThrows(CryptoException.class, () -> Aes.gcmDecrypt(key, iv, new byte[3], encrypted));
        assertThrows(CryptoException.class, () -> Aes.gcmDecrypt(key, iv, associated, new byte[15]));
    }

    @Test
    void blocksOfAnotherLengthAreRefused() {
        byte[] key = new byte[32];
        byte[] iv = new byte[16];
        byte[] encrypted = Aes.cbcEncrypt(key, iv, new byte[20]);
        assertArrayEquals(new byte[20], Aes.cbcDecrypt(key, iv, encrypted));
        assertThrows(CryptoException.class, () -> Aes.cbcDecrypt(key, iv, Bytes.concat(encrypted, new byte[1])));
    }

    @Test
    void nothingShowsAKey() {
        KeyPair pair = KeyPair.generate(Vectors.seeded(1));
        assertEquals("KeyPair", pair.toString());
        assertEquals("PublicKey", pair.publicKey().toString());
        assertEquals("Bytes[32]", Bytes.of(pair.privateKey()).toString());
    }

    @Test
    void randomnessIsFreshEachTime() {
        Randomness randomness = Randomness.of(new SecureRandom());
        assertNotEquals(hex(randomness.bytes(16)), hex(randomness.bytes(16)));
        assertEquals(5, randomness.bytes(5).length);
    }
}
