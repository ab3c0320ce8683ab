package dev.tidings.engine.linked.pairing;

import static dev.tidings.engine.linked.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.engine.linked.Vectors;
import dev.tidings.engine.linked.bytes.Bytes;
import dev.tidings.engine.linked.bytes.MalformedException;
import dev.tidings.engine.linked.crypto.PublicKey;
import dev.tidings.engine.linked.protobuf.ProtoWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PasskeyPairingTest {
    private static final JsonNode VECTOR = Vectors.read("connection", "passkey");

    private final PasskeyPairing pairing = new PasskeyPairing(
            VECTOR.get("deviceType").asInt(),
            VECTOR.get("ref").asText(),
            Vectors.fixed(
                    Vectors.pair(VECTOR, "companionEphemeral").privateKey(),
                    Vectors.bytes(VECTOR, "companionNonce"),
                    Vectors.bytes(VECTOR, "iv")));

    @Test
    void goesThroughTheStepAsOthersDo() {
        byte[] prologue = pairing.prologue();
        assertEquals(VECTOR.get("prologuePayload").asText(), hex(prologue));
        assertEquals(VECTOR.get("companionNonce").asText(), hex(pairing.nonce()));

        PasskeyPairing.Continuation next = pairing.proceed(Vectors.bytes(VECTOR, "primaryEphemeralIdentity"));
        assertEquals(VECTOR.get("verificationCode").asText(), next.code());
        assertEquals(VECTOR.get("encryptionKey").asText(), hex(next.key().toArray()));
        byte[] request = next.request(
                PublicKey.ofRaw(Vectors.bytes(VECTOR, "noisePublic")),
                PublicKey.ofRaw(Vectors.bytes(VECTOR, "identityPublic")),
                Bytes.of(Vectors.bytes(VECTOR, "newAdvSecret")));
        assertEquals(VECTOR.get("encryptedPairingRequest").asText(), hex(request));
    }

    @Test
    void provesThatItShowedTheCodeThatWasScanned() {
        Bytes key = PasskeyPairing.handoffKey(Bytes.of(Vectors.bytes(VECTOR, "advSecretBefore")));
        assertEquals(VECTOR.get("handoffKey").asText(), hex(key.toArray()));
        assertEquals(
                VECTOR.get("pairingHandoffProof").asText(), hex(PasskeyPairing.handoffProof(key, pairing.prologue())));
    }

    @Test
    void refusesAnAnswerThatLacksAPart() {
        byte[] part = new byte[32];
        Arrays.fill(part, (byte) 9);
        for (ProtoWriter answer : new ProtoWriter[] {
            new ProtoWriter(),
            new ProtoWriter().bytes(1, part),
            new ProtoWriter().bytes(2, part),
            new ProtoWriter().bytes(1, part).bytes(2, new byte[31]),
            new ProtoWriter().bytes(1, new byte[31]).bytes(2, part)
        }) {
            assertThrows(MalformedException.class, () -> pairing.proceed(answer.toArray()));
        }
    }

    @Test
    void showsNoKey() {
        assertEquals("PasskeyPairing", pairing.toString());
        assertEquals(
                "Continuation",
                pairing.proceed(Vectors.bytes(VECTOR, "primaryEphemeralIdentity"))
                        .toString());
    }
}
