package dev.tidings.engine.linked.pairing;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.Hashes;
import dev.tidings.engine.linked.crypto.KeyPair;
import dev.tidings.engine.linked.crypto.Randomness;
import dev.tidings.engine.linked.crypto.Xeddsa;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvTest {
    private static final JsonNode VECTOR = Vectors.read("connection", "adv");

    private final Bytes secret = Bytes.of(Vectors.bytes(VECTOR, "advSecret"));
    private final KeyPair own = Vectors.pair(Vectors.read("connection", "clientPayload"), "identity");
    private final KeyPair account = Vectors.pair(VECTOR, "account");
    private final Randomness randomness = Vectors.seeded(1);

    @ParameterizedTest
    @ValueSource(strings = {"e2ee", "hosted"})
    void signsWhatThePhoneSigned(String kind) {
        JsonNode vector = VECTOR.get(kind);
        Adv adv = Adv.accept(Vectors.bytes(vector, "deviceIdentityFromServer"), secret, own, randomness);
        assertEquals(VECTOR.get("keyIndex").asInt(), adv.keyIndex());
        assertEquals(account.publicKey(), adv.identity().accountKey());
        byte[] signed = Vectors.bytes(vector, "deviceSignatureMessage");
        Bytes signature = adv.identity().deviceSignature();
        assertTrue(Xeddsa.verify(own.publicKey(), signature.toArray(), signed));
        assertTrue(Xeddsa.verify(own.publicKey(), Vectors.bytes(vector, "exampleDeviceSignature"), signed));
        String reply = vector.get("exampleReply").asText();
        String ours = hex(adv.identity().encodeWithoutAccountKey());
        assertEquals(reply.replace(vector.get("exampleDeviceSignature").asText(), hex(signature.toArray())), ours);
        assertEquals(adv.identity(), DeviceIdentity.decode(adv.identity().encode()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"e2ee", "hosted"})
    void everyByteCounts(String kind) {
        byte[] identity = Vectors.bytes(VECTOR.get(kind), "deviceIdentityFromServer");
        for (int i = 0; i < identity.length; i++) {
            byte[] changed = Vectors.flipped(identity, i, 0x01);
            RuntimeException refused = assertThrows(
                    RuntimeException.class, () -> Adv.accept(changed, secret, own, randomness), "byte " + i);
            assertTrue(refused instanceof AdvException || refused instanceof MalformedException, refused::toString);
        }
    }

    @Test
    void anotherSecretIsRefused() {
        byte[] identity = Vectors.bytes(VECTOR.get("e2ee"), "deviceIdentityFromServer");
        assertRefused("hmac-mismatch", identity, Bytes.of(new byte[32]));
    }

    @Test
    void anOrdinaryAccountCannotPassAsHosted() {
        // The code over the details holds, but without the prefix of a hosted account.
        byte[] identity = Vectors.bytes(VECTOR.get("e2ee"), "deviceIdentityFromServer");
        assertRefused(
                "hmac-mismatch",
                Bytes.concat(identity, new ProtoWriter().int32(3, 1).toArray()),
                secret);
    }

    @Test
    void whoKnowsTheSecretStillHasToSign() {
        byte[] details = new ProtoWriter().int32(3, 17).toArray();
        byte[] over = own.publicKey().raw();
        byte[] good = account.sign(randomness, new byte[] {6, 0}, details, over);
        assertArrayEquals(good, accept(details, good).accountSignature().toArray());
        for (byte[] wrong : new byte[][] {
            new byte[64],
            account.sign(randomness, new byte[] {6, 1}, details, over),
            account.sign(randomness, new byte[] {6, 5}, details, over),
            account.sign(randomness, new byte[] {6, 0}, details),
            account.sign(
                    randomness, new byte[] {6, 0}, details, account.publicKey().raw()),
            own.sign(randomness, new byte[] {6, 0}, details, over)
        }) {
            AdvException refused = assertThrows(AdvException.class, () -> accept(details, wrong));
            assertEquals("signature-mismatch", refused.code());
        }
        assertThrows(MalformedException.class, () -> accept(details, new byte[63]));
    }

    @Test
    void whatIsNoIdentityIsMalformed() {
        for (byte[] message : new byte[][] {
            {}, new byte[501], {1}, new ProtoWriter().bytes(1, new byte[3]).toArray()
        }) {
            assertThrows(MalformedException.class, () -> Adv.accept(message, secret, own, randomness));
        }
        assertThrows(MalformedException.class, () -> Adv.accept(sealed(new byte[0]), secret, own, randomness));
        assertThrows(MalformedException.class, () -> Adv.accept(sealed(new byte[] {8}), secret, own, randomness));
    }

    @Test
    void showsNoKey() {
        byte[] identity = Vectors.bytes(VECTOR.get("e2ee"), "deviceIdentityFromServer");
        assertEquals(
                "Adv[identity=DeviceIdentity[details=Bytes[10], accountKey=PublicKey, accountSignature=Bytes[64], "
                        + "deviceSignature=Bytes[64]], keyIndex=17]",
                Adv.accept(identity, secret, own, randomness).toString());
    }

    private DeviceIdentity accept(byte[] details, byte[] signature) {
        byte[] signed = new ProtoWriter()
                .bytes(1, details)
                .bytes(2, account.publicKey().raw())
                .bytes(3, signature)
                .toArray();
        return Adv.accept(sealed(signed), secret, own, randomness).identity();
    }

    private byte[] sealed(byte[] details) {
        return new ProtoWriter()
                .bytes(1, details)
                .bytes(2, Hashes.hmacSha256(secret.toArray(), details))
                .toArray();
    }

    private void assertRefused(String code, byte[] identity, Bytes withSecret) {
        AdvException refused =
                assertThrows(AdvException.class, () -> Adv.accept(identity, withSecret, own, randomness));
        assertEquals(code, refused.code());
    }
}
