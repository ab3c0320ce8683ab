package dev.tidings.engine.linked.connection;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.crypto.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormulasTest {
    @Test
    void namesTheSessionOfTheWeek() {
        JsonNode vector = Vectors.read("connection", "unifiedSession");
        assertEquals(
                vector.get("id").asText(),
                UnifiedSession.id(vector.get("serverTimeMs").asLong()));
    }

    @Test
    void digestsTheKeysThatTheServerHolds() {
        JsonNode vector = Vectors.read("connection", "keyBundleDigest");
        List<PublicKey> preKeys = new ArrayList<>();
        vector.get("preKeysInOrder").forEach(key -> preKeys.add(PublicKey.ofRaw(Vectors.hex(key.asText()))));
        PublicKey identity = PublicKey.ofRaw(Vectors.bytes(vector, "identity"));
        PublicKey signedPreKey = PublicKey.ofRaw(Vectors.bytes(vector, "signedPreKey"));
        Bytes signature = Bytes.of(Vectors.bytes(vector, "signedPreKeySignature"));
        byte[] digest = KeyBundleDigest.of(identity, signedPreKey, signature, preKeys);
        assertEquals(vector.get("sha1").asText(), hex(digest));
        Collections.reverse(preKeys);
        assertNotEquals(
                vector.get("sha1").asText(), hex(KeyBundleDigest.of(identity, signedPreKey, signature, preKeys)));
    }

    @Test
    void comparesAsMuchOfTheDigestAsTheServerSends() {
        byte[] digest = Vectors.seeded(1).bytes(20);
        assertTrue(KeyBundleDigest.matches(digest, digest));
        assertTrue(KeyBundleDigest.matches(digest, Arrays.copyOf(digest, 8)));
        assertFalse(KeyBundleDigest.matches(digest, new byte[0]));
        assertFalse(KeyBundleDigest.matches(digest, Arrays.copyOf(digest, 21)));
        assertFalse(KeyBundleDigest.matches(digest, Vectors.flipped(digest, 19, 1)));
    }
}
